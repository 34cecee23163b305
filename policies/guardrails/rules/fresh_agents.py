"""Agents keep themselves up to date, and keep nothing of one job for the next."""

from collections.abc import Iterator

from guardrails.data.fixtures import fixture
from guardrails.data.frameworks import ado_scanner, owasp
from guardrails.data.tokens import ELASTIC_POOL, MANAGED_POOL, POOL, spellings
from guardrails.engine.example import Example
from guardrails.engine.finding import Level, Severity
from guardrails.engine.profiles import Profile
from guardrails.engine.props import Absent
from guardrails.engine.reading import may_be, text
from guardrails.engine.resource import Resource
from guardrails.engine.rule import ResourceRule
from guardrails.engine.setting import Config

_ELASTIC = spellings([ELASTIC_POOL])
_MANAGED = spellings([MANAGED_POOL])


def _check(resource: Resource, _: Config) -> Iterator[str]:
    props = resource.props
    if _MANAGED.fullmatch(resource.type):
        kind = props.get("agentProfile.kind")
        if not isinstance(kind, Absent) and text(kind) != "Stateless":
            yield f'An agent of the pool "{resource.name}" runs job after job (input agentProfile).'
        return
    if may_be(props.get("autoUpdate"), False, absent=True):
        yield f'The agents of the pool "{resource.name}" do not update themselves (input autoUpdate).'
    if _ELASTIC.fullmatch(resource.type) and may_be(props.get("recycleAfterEachUse"), False, absent=False):
        yield f'An agent of the pool "{resource.name}" runs job after job (input recycleAfterEachUse).'


RULE = ResourceRule(
    id="fresh-agents",
    title="Agents update themselves, and every job of an elastic pool gets a fresh one.",
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    levels={Profile.STRICT: Level.MANDATORY},
    threat="A job can leave something behind that reads or changes the next job, of another team.",
    fix="Leave autoUpdate on, set recycleAfterEachUse, and make agents of managed pools stateless.",
    references=(owasp(7), ado_scanner("ADO_AgentPool_DP_Enable_Auto_Update")),
    types=spellings((POOL, ELASTIC_POOL, MANAGED_POOL)),
    check=_check,
    bad=(
        Example(
            "An elastic pool whose agents live on.",
            {"linux": fixture(ELASTIC_POOL, name="linux", desiredIdle=0, maxCapacity=4)},
        ),
    ),
    good=(
        Example(
            "An elastic pool whose agents run one job each.",
            {
                "linux": fixture(
                    ELASTIC_POOL, name="linux", desiredIdle=0, maxCapacity=4, recycleAfterEachUse=True
                )
            },
        ),
    ),
)
