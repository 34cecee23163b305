"""A service connection to production is guarded by an approval and a check of the branch."""

import re
from collections.abc import Iterator, Sequence

from guardrails.data.fixtures import connection, managed_identity
from guardrails.data.frameworks import ado_scanner, owasp
from guardrails.data.guards import APPROVAL, BRANCH_CONTROL, approval, branch_control
from guardrails.data.tokens import spellings
from guardrails.engine.credentials import CONNECTION_TYPES
from guardrails.engine.example import Example
from guardrails.engine.finding import Level, Severity
from guardrails.engine.profiles import Profile
from guardrails.engine.props import Absent, Known
from guardrails.engine.reading import may_be, text
from guardrails.engine.resource import Resource
from guardrails.engine.rule import Reference, StackRule
from guardrails.engine.setting import Config, Setting, Shape, number
from guardrails.engine.setting import text as chosen

_APPROVAL, _BRANCHES = spellings([APPROVAL]), spellings([BRANCH_CONTROL])


def _check(resources: Sequence[Resource], config: Config) -> Iterator[tuple[Resource, str]]:
    production = re.compile(chosen(config, "production"), re.IGNORECASE)
    for one in resources:
        if CONNECTION_TYPES.fullmatch(one.type) and production.search(_called(one)):
            checks = [check for check in resources if _about(check, one)]
            if not any(_approves(check, number(config, "approvers")) for check in checks):
                yield one, f'Nobody else has to approve a run that uses the service connection "{one.name}".'
            if not any(_holds_to_branches(check) for check in checks):
                yield one, f'A run from any branch may use the service connection "{one.name}".'


def _called(one: Resource) -> str:
    return text(one.props.get("serviceEndpointName")) or text(one.props.get("name")) or one.name


def _about(check: Resource, one: Resource) -> bool:
    if one.urn in check.property_dependencies.get("targetResourceId", ()):
        return True
    target, id_ = text(check.props.get("targetResourceId")), text(one.outputs.get("id"))
    return target is not None and target == id_


def _approves(check: Resource, least: int) -> bool:
    if not _APPROVAL.fullmatch(check.type) or not check.props.has("approvers[]"):
        return False
    if may_be(check.props.get("requesterCanApprove"), True, absent=False):
        return False
    match check.props.get("minimumRequiredApprovers"):
        # Then every approver has to approve.
        case Absent() | Known(0):
            return len(list(check.props.values("approvers[]"))) >= least
        case Known(int() | float() as wanted):
            return wanted >= least
    return False


def _holds_to_branches(check: Resource) -> bool:
    branches = text(check.props.get("allowedBranches"))
    return (
        _BRANCHES.fullmatch(check.type) is not None
        and branches is not None
        and all(part.strip() not in ("", "*", "refs/*", "refs/heads/*") for part in branches.split(","))
    )


RULE = StackRule(
    id="guarded-production-connection",
    title="A service connection to production asks for an approval and holds to some branches.",
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    levels={Profile.STRICT: Level.MANDATORY},
    threat=(
        "Whoever may push a branch changes the pipeline in it, and so acts in production without anybody "
        "having looked at the change."
    ),
    fix="Add a CheckApproval and a CheckBranchControl whose target is the connection.",
    references=(
        owasp(1),
        ado_scanner("ADO_ServiceConnection_AuthZ_Enable_Branch_Control"),
        Reference("ADO-SC-001", "https://github.com/cloudyspells/PSRule.Rules.AzureDevOps"),
    ),
    settings={
        "production": Setting(
            r"(^|[^a-z])(prod|production|prd)([^a-z]|$)",
            "What the name of a connection to production holds, as a regular expression.",
            Shape.TEXT,
        ),
        "approvers": Setting(1, "How many others have to approve, at least.", Shape.NUMBER),
    },
    check=_check,
    bad=(
        Example(
            "A connection to production that nothing guards.",
            {"azure": connection(serviceEndpointName="azure-production")},
        ),
    ),
    good=(
        Example(
            "A connection to production with an approval, for the main branch.",
            {
                "bot": managed_identity(),
                "azure": connection(serviceEndpointName="azure-production"),
                "approval": approval(),
                "branches": branch_control(),
            },
        ),
        Example(
            "A connection to something else.",
            {"bot": managed_identity(), "azure": connection(serviceEndpointName="azure-test")},
        ),
    ),
)
