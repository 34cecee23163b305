"""No application gets a permission, and nobody a role, by which it could take the whole tenant."""

from collections.abc import Iterator

from guardrails.data.fixtures import application, fixture
from guardrails.data.frameworks import benchmark, maester, owasp
from guardrails.data.tier_zero import DIRECTORIES, IDS, NAMES
from guardrails.data.tokens import APPLICATIONS, spellings
from guardrails.engine.example import Example
from guardrails.engine.finding import Level, Severity
from guardrails.engine.props import Absent, Props, Value
from guardrails.engine.reading import text
from guardrails.engine.resource import Resource
from guardrails.engine.rule import ResourceRule
from guardrails.engine.setting import Config

ROLES = (
    "azuread:index/directoryRoleAssignment:DirectoryRoleAssignment",
    "azuread:index/directoryRoleEligibilityScheduleRequest:DirectoryRoleEligibilityScheduleRequest",
    "azuread:index/directoryRoleMember:DirectoryRoleMember",
    "azuread:index/administrativeUnitRoleMember:AdministrativeUnitRoleMember",
)
APP_ROLE = "azuread:index/appRoleAssignment:AppRoleAssignment"
API_ACCESS = "azuread:index/applicationApiAccess:ApplicationApiAccess"
DELEGATION = "azuread:index/servicePrincipalDelegatedPermissionGrant:ServicePrincipalDelegatedPermissionGrant"
_IS_ROLE = spellings(ROLES)


def _check(resource: Resource, _: Config) -> Iterator[str]:
    if _IS_ROLE.fullmatch(resource.type):
        yield f'"{resource.name}" gives a role in the Entra directory.'
    for path, permission in _permissions(resource.props):
        found = text(permission)
        if found is None:
            yield f'Which permission "{resource.name}" gives cannot be told (input {path}).'
        elif found.strip().casefold() in IDS | NAMES:
            yield f'"{resource.name}" gives a permission that leads to the whole tenant (input {path}).'


def _permissions(props: Props) -> Iterator[tuple[str, Value]]:
    """The permissions of Microsoft Graph that a resource gives, or might give."""
    for path in ("appRoleId", "claimValues[]"):
        yield from ((path, one) for one in props.values(path) if not isinstance(one, Absent))
    if not _of_another(props.get("apiClientId")):
        for path in ("roleIds[]", "scopeIds[]"):
            yield from ((path, one) for one in props.values(path) if not isinstance(one, Absent))
    for access in props.values("requiredResourceAccesses[]"):
        block = Props(access)
        if not isinstance(access, Absent) and not _of_another(block.get("resourceAppId")):
            path = "requiredResourceAccesses[].resourceAccesses[].id"
            yield from ((path, one) for one in block.values("resourceAccesses[].id"))


def _of_another(api: Value) -> bool:
    """Whether the permissions are known to be of another API than the directory's."""
    found = text(api)
    return found is not None and found.casefold() not in DIRECTORIES


RULE = ResourceRule(
    id="no-tier-zero-permission",
    title="No permission and no role that a stack gives leads to the whole tenant.",
    severity=Severity.CRITICAL,
    level=Level.MANDATORY,
    threat="Whoever signs in as the application can make it, or anybody, administrator of the whole tenant.",
    fix=(
        "Give the application only what it needs, such as Application.ReadWrite.OwnedBy for one that deploys "
        "applications. Write ids of permissions as texts, so that they can be told in a preview."
    ),
    references=(owasp(2), benchmark("PA-7"), maester("MT.1050")),
    types=spellings((*ROLES, APP_ROLE, API_ACCESS, DELEGATION, *APPLICATIONS)),
    check=_check,
    bad=(
        Example(
            "RoleManagement.ReadWrite.Directory for a bot.",
            {
                "grant": fixture(
                    APP_ROLE,
                    appRoleId="9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8",
                    principalObjectId="6a4f0a2e-2d0f-4f4e-9d43-54b9c0a4a1b7",
                    resourceObjectId="0c1f2a3e-55a4-4e2c-8a3e-7c4f9e4f0d11",
                )
            },
        ),
        Example(
            "A role in the directory.",
            {"admin": fixture(ROLES[0], principalObjectId="6a4f0a2e-2d0f-4f4e-9d43-54b9c0a4a1b7")},
        ),
    ),
    good=(
        Example(
            "An application that may read basic profiles.",
            {
                "bot": application(
                    requiredResourceAccesses=[
                        {
                            "resourceAppId": "00000003-0000-0000-c000-000000000000",
                            "resourceAccesses": [
                                {"id": "e1fe6dd8-ba31-4d61-89e7-88639da4683d", "type": "Scope"}
                            ],
                        }
                    ]
                )
            },
        ),
    ),
)
