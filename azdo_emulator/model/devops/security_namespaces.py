"""Security namespaces: what permissions there are, by the bits of an access control list.

The call stands on https://dev.azure.com/{organization}/_apis/securitynamespaces. Of some sixty, the sandbox
has those that identities, connections and pools are about.
"""

from dataclasses import dataclass

from azdo_emulator.model.devops import errors


@dataclass(frozen=True)
class Action:
    """A permission."""

    bit: int
    name: str
    display_name: str


@dataclass(frozen=True)
class SecurityNamespace:
    """A namespace; separator: what parts its tokens."""

    namespace_id: str
    name: str
    separator: str
    write_permission: int
    read_permission: int
    actions: tuple[Action, ...]


def query_security_namespaces(namespace_id: str = "") -> list[SecurityNamespace]:
    """GET _apis/securitynamespaces, or one of them."""
    return [get_security_namespace(namespace_id)] if namespace_id else list(NAMESPACES.values())


def get_security_namespace(namespace_id: str) -> SecurityNamespace:
    """One namespace."""
    found = NAMESPACES.get(namespace_id.lower())
    if found is None:
        raise errors.security_namespace_not_found(namespace_id)
    return found


def _namespace(
    namespace_id: str, name: str, separator: str, write: int, read: int, *actions: str
) -> SecurityNamespace:
    """A namespace in short: the actions are of the bits 1, 2, 4 …; a dash is a bit that means nothing."""
    named = (action.partition(": ") for action in actions)
    found = (Action(1 << place, name, display) for place, (name, _, display) in enumerate(named))
    return SecurityNamespace(
        namespace_id, name, separator, write, read, tuple(each for each in found if each.name != "-")
    )


COLLECTION = "3e65f728-f8bc-4ecd-8764-7e378b19bfa7"
PROJECT = "52d39943-cb85-4d7f-8fa8-c6baac873819"
IDENTITY = "5a27515b-ccd7-42c9-84f1-54c998f03866"
ENDPOINTS = "49b48001-ca20-4adc-8111-5b60c903a50c"
DISTRIBUTED_TASK = "101eae8c-1709-47f9-b228-0e476c35b3ba"

NAMESPACES = {
    namespace.namespace_id: namespace
    for namespace in (
        _namespace(
            COLLECTION,
            "Collection",
            ":",
            2,
            1,
            "GENERIC_READ: View collection-level information",
            "GENERIC_WRITE: Edit collection-level information",
            "CREATE_PROJECTS: Create new projects",
            "-",
            "TRIGGER_EVENT: Trigger events",
            "MANAGE_TEMPLATE: Manage process template",
            "DIAGNOSTIC_TRACE: Alter trace settings",
            "SYNCHRONIZE_READ: View system synchronization information",
            "-",
            "MANAGE_TEST_CONTROLLERS: Manage test controllers",
            "DELETE_FIELD: Delete field from organization",
            "MANAGE_ENTERPRISE_POLICIES: Manage enterprise policies",
        ),
        _namespace(
            PROJECT,
            "Project",
            ":",
            2,
            1,
            "GENERIC_READ: View project-level information",
            "GENERIC_WRITE: Edit project-level information",
            "DELETE: Delete team project",
            "PUBLISH_TEST_RESULTS: Create test runs",
            "ADMINISTER_BUILD: Administer a build",
            "START_BUILD: Start a build",
        ),
        _namespace(
            IDENTITY,
            "Identity",
            "\\",
            4,
            1,
            "Read: View identity information",
            "Write: Edit identity information",
            "Delete: Delete identity information",
            "ManageMembership: Manage group membership",
            "CreateScope: Create identity scopes",
            "RestoreScope: Restore identity scopes",
        ),
        _namespace(
            ENDPOINTS,
            "ServiceEndpoints",
            "/",
            2,
            0,
            "Use: Use Service Connection",
            "Administer: Administer Service Connection",
            "Create: Create Service Connection",
            "ViewAuthorization: View Authorization",
            "ViewEndpoint: View Service Connection",
        ),
        _namespace(
            DISTRIBUTED_TASK,
            "DistributedTask",
            "/",
            8,
            1,
            "View: View",
            "Manage: Manage",
            "Listen: Listen",
            "AdministerPermissions: Administer Permissions",
            "Use: Use",
            "Create: Create",
        ),
        _namespace(
            "b7e84409-6553-448a-bbb2-af228e07cbeb",
            "Library",
            "/",
            2,
            1,
            "View: View library item",
            "Administer: Administer library item",
            "Create: Create library item",
            "ViewSecrets: View library item secrets",
            "Use: Use library item",
            "Owner: Owner",
        ),
        _namespace(
            "83d4c2e6-e57d-4d6e-892b-b87222b7ad20",
            "Environment",
            "/",
            8,
            1,
            "View: View",
            "Manage: Manage",
            "ManageHistory: Manage history",
            "Administer: Administer Permissions",
            "Use: Use",
            "Create: Create",
        ),
        _namespace(
            "302acaca-b667-436d-a946-87133492041c",
            "BuildAdministration",
            "\0",
            8,
            0,
            "ViewBuildResources: View build resources",
            "ManageBuildResources: Manage build resources",
            "UseBuildResources: Use build resources",
            "AdministerBuildResourcePermissions: Administer build resource permissions",
            "ManagePipelinePolicies: Manage pipeline policies",
        ),
        _namespace(
            "11238e09-49f2-40c7-94d0-8f0307204ce4",
            "AccountAdminSecurity",
            "/",
            15,
            1,
            "Read: Read account resource",
            "Create: Create account resource",
            "Modify: Modify account resource",
        ),
        _namespace(
            "a6cc6381-a1ca-4b36-b3c1-4e65211e82b6",
            "AuditLog",
            "\0",
            2,
            1,
            "Read: View audit log",
            "Write: Write to the audit log",
            "Manage_Streams: Manage audit streams",
            "Delete_Streams: Delete audit streams",
        ),
    )
}
