"""Every workload is reviewed by the day that it names."""

from collections.abc import Iterator
from datetime import date

from guardrails import clock
from guardrails.example import Example
from guardrails.finding import Level, Severity
from guardrails.frameworks import benchmark
from guardrails.profiles import Profile
from guardrails.props import Absent
from guardrails.reading import text
from guardrails.resource import Resource
from guardrails.rule import ResourceRule
from guardrails.setting import Config, Setting, Shape, flag
from guardrails.specimens import specimen
from guardrails.tokens import WORKLOAD, spellings


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
    bad=(
        Example("A workload past its review.", {"mailroom-bot": specimen(WORKLOAD, reviewBy="2026-01-31")}),
    ),
    good=(
        Example("A workload before its review.", {"mailroom-bot": specimen(WORKLOAD, reviewBy="2999-05-31")}),
    ),
)
