"""Every workload is reviewed by the day that it names."""

from collections.abc import Iterator
from datetime import date

from guardrails.data.fixtures import fixture
from guardrails.data.frameworks import benchmark
from guardrails.data.tokens import WORKLOAD, spellings
from guardrails.engine import clock
from guardrails.engine.example import Example
from guardrails.engine.finding import Level, Severity
from guardrails.engine.profiles import Profile
from guardrails.engine.props import Absent
from guardrails.engine.reading import text
from guardrails.engine.resource import Resource
from guardrails.engine.rule import ResourceRule
from guardrails.engine.setting import Config, Setting, Shape, flag


def review_day(resource: Resource) -> date | None:
    """The day by which a workload has to be reviewed, where it can be read."""
    try:
        return date.fromisoformat(text(resource.props.get("reviewBy")) or "")
    except ValueError:
        return None


def _check(resource: Resource, config: Config) -> Iterator[str]:
    day = review_day(resource)
    if isinstance(resource.props.get("reviewBy"), Absent):
        if flag(config, "required"):
            yield f'The workload "{resource.name}" names no day of review (input reviewBy is missing).'
    elif day is None:
        yield f'When the workload "{resource.name}" has to be reviewed cannot be told (input reviewBy).'
    elif clock.today() > day:
        yield f'The workload "{resource.name}" is past the day of its review (input reviewBy).'


RULE = ResourceRule(
    id="review-due",
    title="Every workload is reviewed by the day that it names.",
    severity=Severity.LOW,
    level=Level.ADVISORY,
    levels={Profile.STRICT: Level.MANDATORY},
    threat="Rights of a workload that nobody uses any more stay until somebody finds a use for them.",
    fix=(
        "Ask the owners whether the workload still needs its rights, take away what it does not, and "
        "set reviewBy."
    ),
    references=(benchmark("PA-4"),),
    settings={"required": Setting(False, "Whether every workload has to name a day.", Shape.FLAG)},
    types=spellings([WORKLOAD]),
    check=_check,
    bad=(Example("A workload past its review.", {"mailroom-bot": fixture(WORKLOAD, reviewBy="2026-01-31")}),),
    good=(
        Example("A workload before its review.", {"mailroom-bot": fixture(WORKLOAD, reviewBy="2999-05-31")}),
    ),
)
