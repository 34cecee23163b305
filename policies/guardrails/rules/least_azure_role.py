"""No workload may give away rights in Azure, or has rights on more than a resource group for no reason."""

import re
from collections.abc import Iterator

from guardrails.data.fixtures import SUBSCRIPTION, fixture, managed_identity
from guardrails.data.frameworks import ado_scanner, benchmark, owasp
from guardrails.data.tokens import ROLE_ASSIGNMENTS, ROLE_DEFINITIONS, spellings
from guardrails.engine.example import Example
from guardrails.engine.finding import Level, Severity
from guardrails.engine.props import Absent, Props
from guardrails.engine.reading import pending, text
from guardrails.engine.resource import Resource
from guardrails.engine.rule import ResourceRule
from guardrails.engine.setting import Config

PRIVILEGED = {
    "8e3af657-a8ff-443c-a75c-2fe8c4bcb635": "owner",
    "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9": "user access administrator",
    "f58310d9-a9f6-439a-9e8d-f62e7b41a168": "role based access control administrator",
}
# With one of these a role can give itself the others.
ESCALATING = (
    "microsoft.authorization/roleassignments/write",
    "microsoft.authorization/roledefinitions/write",
)

_DEFINITIONS = spellings(ROLE_DEFINITIONS)
# With no step back up.
_NARROW = re.compile(r"(?!.*/\.\.?(/|$))/?subscriptions/[^/]+/resourcegroups/[^/]+(/.+)?", re.IGNORECASE)
_WIDE = re.compile(
    r"/?(subscriptions|providers/Microsoft\.Management/managementGroups)/(?!\.\.?(/|$))[^/]+", re.IGNORECASE
)
_ROLE = re.compile(r"(.*/)?([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})", re.IGNORECASE)


def _check(resource: Resource, _: Config) -> Iterator[str]:
    if _DEFINITIONS.fullmatch(resource.type):
        if any(_escalates(Props(one)) for one in resource.props.values("permissions[]")):
            yield f'The role "{resource.name}" may give roles, or that cannot be told (input permissions).'
        return
    # Azure refuses an assignment that gives a wrong type of principal.
    if text(resource.props.get("principalType")) == "User":
        return
    yield from (f'"{resource.name}" {what}.' for what in _grants(resource.props))


def _grants(props: Props) -> Iterator[str]:
    """What is too much about a role assignment. What is not known yet is left to `traced-unknowns`."""
    role, name = props.get("roleDefinitionId"), props.get("roleDefinitionName")
    scope, reason = props.get("scope"), props.get("description")
    found = _ROLE.fullmatch(text(role) or "")
    called = (text(name) or "").casefold()
    if (found and found[2].casefold() in PRIVILEGED) or called in PRIVILEGED.values():
        yield "gives a role that may give roles"
    elif not found and not pending(role) and not called:
        yield "gives a role that cannot be told (input roleDefinitionId)"
    where = (text(scope) or "").rstrip("/")
    if pending(scope) or _NARROW.fullmatch(where):
        return
    if not _WIDE.fullmatch(where):
        yield "gives a role on more than a resource group, or that cannot be told (input scope)"
    elif not pending(reason) and not (text(reason) or "").strip():
        yield "gives a role on more than a resource group, without a reason (input description)"


def _escalates(permission: Props) -> bool:
    """Whether a block of permissions lets a role give roles, or might."""
    actions = [one for one in permission.values("actions[]") if not isinstance(one, Absent)]
    denied = [found for one in permission.values("notActions[]") if (found := text(one)) is not None]
    for one in actions:
        found = text(one)
        if found is None or any(
            _covers(found, action) and not any(_covers(no, action) for no in denied) for action in ESCALATING
        ):
            return True
    return False


def _covers(pattern: str, action: str) -> bool:
    return re.fullmatch(".*".join(map(re.escape, pattern.casefold().split("*"))), action) is not None


RULE = ResourceRule(
    id="least-azure-role",
    title="No workload may give roles in Azure, or has one on more than a resource group for no reason.",
    severity=Severity.CRITICAL,
    level=Level.MANDATORY,
    threat=(
        "Whoever can run the workload's pipeline owns everything in the scope, and can give that right to "
        "anybody else for good."
    ),
    fix=(
        "Give a role for the work at hand, such as Contributor or a narrower one, on one resource "
        "group or less. Where it has to be a whole subscription or management group, say why in the "
        "description of the assignment: `reason` in the manifest."
    ),
    references=(
        benchmark("PA-7"),
        owasp(2),
        ado_scanner("ADO_ServiceConnection_AuthZ_Use_Least_Privilege_Access"),
    ),
    types=spellings((*ROLE_ASSIGNMENTS, *ROLE_DEFINITIONS)),
    check=_check,
    bad=(
        Example(
            "Owner of a resource group.",
            {
                "bot": managed_identity(),
                "owner": fixture(
                    ROLE_ASSIGNMENTS[0],
                    principalId="${bot.principalId}",
                    principalType="ServicePrincipal",
                    roleDefinitionId="/providers/Microsoft.Authorization/roleDefinitions/"
                    "8e3af657-a8ff-443c-a75c-2fe8c4bcb635",
                    scope=f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg-support",
                ),
            },
        ),
        Example(
            "Reader of a whole subscription.",
            {
                "bot": managed_identity(),
                "reader": fixture(
                    ROLE_ASSIGNMENTS[0],
                    principalId="${bot.principalId}",
                    principalType="ServicePrincipal",
                    roleDefinitionId="/providers/Microsoft.Authorization/roleDefinitions/"
                    "acdd72a7-3385-48ef-bd42-f606fba81ae7",
                    scope=f"/subscriptions/{SUBSCRIPTION}",
                ),
            },
        ),
    ),
    good=(
        Example(
            "Contributor of a resource group.",
            {
                "bot": managed_identity(),
                "contributor": fixture(
                    ROLE_ASSIGNMENTS[0],
                    principalId="${bot.principalId}",
                    principalType="ServicePrincipal",
                    roleDefinitionId="/providers/Microsoft.Authorization/roleDefinitions/"
                    "b24988ac-6180-42a0-ab88-20f7382dd24c",
                    scope=f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg-support",
                ),
            },
        ),
        Example(
            "Reader of a whole subscription, for a reason.",
            {
                "bot": managed_identity(),
                "reader": fixture(
                    ROLE_ASSIGNMENTS[0],
                    principalId="${bot.principalId}",
                    principalType="ServicePrincipal",
                    roleDefinitionId="/providers/Microsoft.Authorization/roleDefinitions/"
                    "acdd72a7-3385-48ef-bd42-f606fba81ae7",
                    scope=f"/subscriptions/{SUBSCRIPTION}",
                    description="Reads what every team has spent, for the monthly bill.",
                ),
            },
        ),
    ),
)
