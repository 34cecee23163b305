"""Who may do what in a directory: applications by app roles of Microsoft Graph, people by directory roles.

A person's own token carries all that the person may do; the sandbox gives no narrower ones.
"""

from dataclasses import dataclass

from azdo_emulator.model.entra import app_roles, errors, owners
from azdo_emulator.model.store import Session

GLOBAL = "Global Administrator"
AZURE_DEVOPS = "Azure DevOps Administrator"
APPLICATIONS = {GLOBAL, "Application Administrator", "Cloud Application Administrator"}
"""Directory roles, by their names."""

OWNED_BY = "Application.ReadWrite.OwnedBy"
OF_THE_DEPLOYER = (OWNED_BY, "Group.Read.All", "User.Read.All")
"""The app roles of the identity that deploys: no more than it needs."""


@dataclass(frozen=True)
class Right:
    """A right, and what gives it.

    app_roles: one of them is enough for an application; the wider ones include the narrower. directory_roles:
    the same for a person. by_owner: the app role that is enough for an application that is an owner of the
    object. everybody: each person of the tenant has it, as tenants are set up at first.
    """

    app_roles: frozenset[str]
    directory_roles: frozenset[str] = frozenset({GLOBAL})
    by_owner: str = ""
    everybody: bool = False


READ_APPLICATIONS = Right(
    # An application with OwnedBy reads those of others as well.
    frozenset({OWNED_BY, "Application.ReadWrite.All", "Application.Read.All", "Directory.Read.All"}),
    everybody=True,
)
CREATE_APPLICATIONS = Right(frozenset({OWNED_BY, "Application.ReadWrite.All"}), everybody=True)
WRITE_APPLICATIONS = Right(
    frozenset({"Application.ReadWrite.All"}), frozenset(APPLICATIONS), by_owner=OWNED_BY
)
"""Also for service principals, and to make one: by the application that it is for."""

READ_GROUPS = Right(
    frozenset({"Group.Read.All", "Group.ReadWrite.All", "GroupMember.Read.All", "Directory.Read.All"}),
    everybody=True,
)
CREATE_GROUPS = Right(frozenset({"Group.Create", "Group.ReadWrite.All"}), everybody=True)
WRITE_GROUPS = Right(frozenset({"Group.ReadWrite.All"}), frozenset({GLOBAL, "Groups Administrator"}))
READ_USERS = Right(
    frozenset({"User.Read.All", "User.ReadBasic.All", "User.ReadWrite.All", "Directory.Read.All"}),
    everybody=True,
)
ASSIGN_APP_ROLES = Right(
    frozenset({"AppRoleAssignment.ReadWrite.All"}), frozenset({GLOBAL, "Privileged Role Administrator"})
)


def require(
    session: Session, caller_id: str, right: Right, object_id: str = "", *, by_person: bool = False
) -> None:
    """Refuse a caller who has not got this right; object_id: what it is over, where its owners count."""
    if not holds(session, caller_id, right, object_id, by_person=by_person):
        raise errors.not_allowed()


def holds(
    session: Session, caller_id: str, right: Right, object_id: str = "", *, by_person: bool = False
) -> bool:
    """Whether a caller has a right."""
    is_owner = bool(object_id) and caller_id in owners.list_owners(session, object_id)
    if by_person:
        return (
            right.everybody
            or is_owner
            or not right.directory_roles.isdisjoint(directory_roles(session, caller_id))
        )
    held = app_roles.roles_of(session, caller_id, app_roles.MICROSOFT_GRAPH)
    return not right.app_roles.isdisjoint(held) or (is_owner and right.by_owner in held)


def directory_roles(session: Session, principal_id: str) -> set[str]:
    """The directory roles that somebody has."""
    rows = session.rows(
        "SELECT role_name FROM directory_role_assignments WHERE principal_id = ?", principal_id
    )
    return {row["role_name"] for row in rows}


def assign_directory_role(session: Session, principal_id: str, role_name: str) -> None:
    """POST /roleManagement/directory/roleAssignments."""
    session.add("directory_role_assignments", principal_id=principal_id, role_name=role_name)
