"""Nobody gets a more expensive access level than the settings allow."""

from collections.abc import Iterator

from guardrails.data.fixtures import entitlement, managed_identity
from guardrails.data.frameworks import benchmark
from guardrails.data.tokens import ENTITLEMENT, GROUP_ENTITLEMENT, MEMBER, spellings
from guardrails.engine.example import Example
from guardrails.engine.finding import Level, Severity
from guardrails.engine.profiles import Profile
from guardrails.engine.props import Absent
from guardrails.engine.reading import text as readable
from guardrails.engine.resource import Resource
from guardrails.engine.rule import ResourceRule
from guardrails.engine.setting import Config, Setting, Shape, text

# From the least to the most; what stands in one line is the same level under several names.
LEVELS = (
    {"none"},
    {"stakeholder"},
    {"express", "basic", "earlyadopter"},
    {"professional", "advanced"},
)
DEFAULT = "express"

_WORKLOAD = spellings([ENTITLEMENT])


def _check(resource: Resource, config: Config) -> Iterator[str]:
    most = text(config, "workloads" if _WORKLOAD.fullmatch(resource.type) else "people")
    given = resource.props.get("accountLicenseType")
    level = DEFAULT if isinstance(given, Absent) else readable(given)
    if level is None or _rank(level) > _rank(most):
        yield f'"{resource.name}" gets more than the access level {most} (input accountLicenseType).'


def _rank(level: str) -> int:
    """How dear a level is; one that nobody knows is the dearest."""
    return next((rank for rank, names in enumerate(LEVELS) if level.casefold() in names), len(LEVELS))


_SETTING = "The highest access level of {}: none, stakeholder, express (basic) or advanced."

RULE = ResourceRule(
    id="least-access-level",
    title="Nobody has a more expensive access level than the settings allow.",
    severity=Severity.LOW,
    level=Level.ADVISORY,
    levels={Profile.STRICT: Level.MANDATORY},
    threat=(
        "A more expensive level costs every month, and opens parts of the organisation that the work does "
        "not take."
    ),
    fix="Lower the access level, or raise the rule's setting if the work takes it.",
    references=(benchmark("PA-7"),),
    settings={
        "workloads": Setting("express", _SETTING.format("workloads"), Shape.TEXT),
        "people": Setting("advanced", _SETTING.format("people and groups"), Shape.TEXT),
    },
    types=spellings((ENTITLEMENT, MEMBER, GROUP_ENTITLEMENT)),
    check=_check,
    bad=(
        Example(
            "A workload with test plans.",
            {"bot": managed_identity(), "member": entitlement(accountLicenseType="advanced")},
        ),
    ),
    good=(Example("A workload with a basic seat.", {"bot": managed_identity(), "member": entitlement()}),),
)
