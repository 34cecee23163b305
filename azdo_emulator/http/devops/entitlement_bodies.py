"""Entitlements as callers send them and as the service writes them: `azure-api.md` §1.6."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from azdo_emulator.http.body import Body
from azdo_emulator.http.devops.call import Call
from azdo_emulator.http.devops.graph_bodies import subject_body
from azdo_emulator.model import Refused
from azdo_emulator.model.devops import project_entitlements
from azdo_emulator.model.devops.entitlements import Entitlement
from azdo_emulator.model.devops.licences import LICENCES
from azdo_emulator.model.devops.project_entitlements import ProjectEntitlement

NEVER = "0001-01-01T00:00:00Z"


class GivenAccessLevel(Body):
    """An access level; without a word, the one that new members get by themselves (not seen live)."""

    account_license_type: str = "stakeholder"
    licensing_source: str = "account"


class GivenMember(Body):
    """Who it is for: somebody from Entra by object id or by name, or a new group by name."""

    origin_id: str | None = None
    principal_name: str | None = None
    display_name: str | None = None


class GivenGroupType(Body):
    """A group of a project."""

    group_type: str = "projectContributor"


class GivenProject(Body):
    """A project, by id."""

    id: str


class GivenProjectEntitlement(Body):
    """A place in a project."""

    group: GivenGroupType
    project_ref: GivenProject


class GivenEntitlement(Body):
    """An entitlement; the member stands under the name of their kind."""

    access_level: GivenAccessLevel = GivenAccessLevel()
    user: GivenMember = GivenMember()
    service_principal: GivenMember = GivenMember()
    project_entitlements: tuple[GivenProjectEntitlement, ...] | None = None


@dataclass(frozen=True)
class Result:
    """What came of one change: the member as they are now, or why not."""

    storage_key: str | None
    entitlement: dict[str, Any] | None = None
    refused: Refused | None = None

    def body(self, id_name: str) -> dict[str, Any]:
        """The result of an operation; id_name: what the service calls the storage key there."""
        errors = [{"key": self.refused.code, "value": self.refused.message}] if self.refused else []
        return {
            id_name: self.storage_key,
            "isSuccess": not errors,
            "errors": errors,
            "result": self.entitlement,
        }


def access_level(account_license_type: str, licensing_source: str, status: str = "active") -> dict[str, Any]:
    """An access level."""
    return {
        "licensingSource": licensing_source,
        "accountLicenseType": account_license_type,
        "msdnLicenseType": "none",
        "gitHubLicenseType": "none",
        "licenseDisplayName": LICENCES[account_license_type].name,
        "status": status,
        "statusMessage": "",
        "assignmentSource": "unknown",
    }


def entitlement_bodies(
    call: Call, found: Sequence[Entitlement], name: str, *, with_projects: bool = True
) -> list[dict[str, Any]]:
    """Entitlements; name: what the member stands under."""
    keys = [entitlement.subject.storage_key for entitlement in found] if with_projects else []
    projects = project_entitlements.of_members(call.session, keys)
    return [
        _body(call, entitlement, name, projects.get(entitlement.subject.storage_key, []))
        for entitlement in found
    ]


def _body(
    call: Call, entitlement: Entitlement, name: str, projects: Sequence[ProjectEntitlement]
) -> dict[str, Any]:
    return {
        "id": entitlement.subject.storage_key,
        name: subject_body(call, entitlement.subject),
        "accessLevel": access_level(
            entitlement.account_license_type, entitlement.licensing_source, entitlement.status
        ),
        "lastAccessedDate": NEVER,
        "dateCreated": entitlement.created_at,
        "projectEntitlements": [_project(project) for project in projects],
        "extensions": [],
        "groupAssignments": [],
    }


def _project(entitlement: ProjectEntitlement) -> dict[str, Any]:
    return {
        "projectRef": {"id": entitlement.project_id, "name": entitlement.project_name},
        "group": {"groupType": entitlement.group_type, "displayName": entitlement.group_name},
        "projectPermissionInherited": "notInherited",
        "teamRefs": [],
        "assignmentSource": "unknown",
    }
