"""No workload goes on for long without the review that is due."""

from collections.abc import Iterator
from datetime import timedelta

from guardrails.data.fixtures import fixture
from guardrails.data.frameworks import benchmark
from guardrails.data.tokens import WORKLOAD, spellings
from guardrails.engine import clock
from guardrails.engine.example import Example
from guardrails.engine.finding import Level, Severity
from guardrails.engine.resource import Resource
from guardrails.engine.rule import ResourceRule
from guardrails.engine.setting import Config, Setting, Shape, number
from guardrails.rules.review_due import review_day


def _check(resource: Resource, config: Config) -> Iterator[str]:
    # A day that cannot be read is for `review-due`.
    day = review_day(resource)
    grace = number(config, "grace_days")
    if day is not None and clock.today() > day + timedelta(days=grace):
        yield (
            f'The workload "{resource.name}" is more than {grace} days past the day of its review '
            "(input reviewBy)."
        )


RULE = ResourceRule(
    id="review-overdue",
    title="No workload goes on for long after the day by which it had to be reviewed.",
    severity=Severity.MEDIUM,
    level=Level.MANDATORY,
    threat="A review that nobody has to do is not done, and rights that nobody uses stay.",
    fix="Review the workload and set reviewBy, or suspend it: that takes its trust away and keeps all else.",
    references=(benchmark("PA-4"),),
    settings={
        "grace_days": Setting(30, "How many days after its review is due a workload may go on.", Shape.NUMBER)
    },
    types=spellings([WORKLOAD]),
    check=_check,
    bad=(
        Example(
            "A workload long past its review.", {"mailroom-bot": fixture(WORKLOAD, reviewBy="2026-01-31")}
        ),
    ),
    good=(
        Example("A workload before its review.", {"mailroom-bot": fixture(WORKLOAD, reviewBy="2999-05-31")}),
    ),
)
