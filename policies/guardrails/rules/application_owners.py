"""Somebody answers for every application, and no workload does."""

from collections.abc import Iterator, Sequence

from guardrails.data.fixtures import application, managed_identity
from guardrails.data.frameworks import benchmark
from guardrails.data.tokens import APPLICATIONS, WORKLOAD, spellings
from guardrails.engine.example import Example
from guardrails.engine.finding import Level, Severity
from guardrails.engine.graph import Graph
from guardrails.engine.props import Absent, Known
from guardrails.engine.resource import Resource
from guardrails.engine.rule import StackRule
from guardrails.engine.setting import Config, Setting, Shape, number

OWNER = "azuread:index/applicationOwner:ApplicationOwner"

_APPLICATION = spellings(APPLICATIONS)
_OWNER = spellings([OWNER])
_WORKLOAD = spellings([WORKLOAD])


def _check(resources: Sequence[Resource], config: Config) -> Iterator[tuple[Resource, str]]:
    graph = Graph(resources)
    wanted = number(config, "owners")
    elsewhere: dict[str, int] = {}
    for one in graph.of(_OWNER):
        for urn in graph.identities(one, "applicationId"):
            elsewhere[urn] = elsewhere.get(urn, 0) + 1
        if graph.identities(one, "ownerObjectId"):
            yield one, f'"{one.name}" makes a workload the owner of an application.'
    for one in graph.of(_APPLICATION):
        if graph.identities(one, "owners"):
            yield one, f'A workload is an owner of the application "{one.name}" (input owners).'
        # A list that is not known yet may have any length, and this is advice.
        holder = one.props.get("owners")
        if isinstance(holder, Known | Absent):
            named = sum(not isinstance(owner, Absent) for owner in one.props.values("owners[]"))
            if named + elsewhere.get(one.urn, 0) < wanted and not _of_a_workload(graph, one):
                yield one, f'The application "{one.name}" has fewer than {wanted} owners (input owners).'


def _of_a_workload(graph: Graph, application: Resource) -> bool:
    """Whether it is part of a workload, which says itself who answers for it."""
    return any(
        _WORKLOAD.fullmatch(one.type) and one.props.has("owners[]") for one in graph.ancestors(application)
    )


RULE = StackRule(
    id="application-owners",
    title="Every application has owners, and none of them is a workload of the stack.",
    severity=Severity.LOW,
    level=Level.ADVISORY,
    threat=(
        "An application without owners is found by nobody when it has to be reviewed; a workload that owns "
        "one can give it new credentials."
    ),
    fix="List at least two owners, people or the identity that deploys, and no workload.",
    references=(benchmark("PA-4"),),
    settings={"owners": Setting(2, "How many owners an application has at least.", Shape.NUMBER)},
    check=_check,
    bad=(
        Example("An application that nobody owns.", {"bot": application()}),
        Example(
            "A bot that owns an application.",
            {
                "bot": managed_identity(),
                "site": application(owners=["${bot.principalId}", "b7b0d5b0-34a4-4d5b-8b59-34f21b7a8b30"]),
            },
        ),
    ),
    good=(
        Example(
            "An application with two owners.",
            {
                "bot": application(
                    owners=["b7b0d5b0-34a4-4d5b-8b59-34f21b7a8b30", "c2f0e0ce-0f4c-4f7a-8a41-6e0f6c6b9d52"]
                )
            },
        ),
    ),
)
