"""A workload is a member of the organisation as what it is."""

from collections.abc import Iterator, Sequence

from guardrails.data.fixtures import entitlement, fixture, managed_identity
from guardrails.data.frameworks import benchmark
from guardrails.data.tokens import GROUP_ENTITLEMENT, MEMBER, spellings
from guardrails.engine.example import Example
from guardrails.engine.finding import Level, Severity
from guardrails.engine.graph import Graph
from guardrails.engine.resource import Resource
from guardrails.engine.rule import StackRule
from guardrails.engine.setting import Config

_OTHERS = spellings((MEMBER, GROUP_ENTITLEMENT))


def _check(resources: Sequence[Resource], _: Config) -> Iterator[tuple[Resource, str]]:
    graph = Graph(resources)
    for one in graph.of(_OTHERS):
        if graph.identities(one, "originId"):
            yield (
                one,
                f'"{one.name}" makes a workload a member as if it were a person or a group (input originId).',
            )


RULE = StackRule(
    id="entitled-as-service-principal",
    title="Workloads are members of the organisation as service principals.",
    severity=Severity.HIGH,
    level=Level.MANDATORY,
    threat="A workload with a person's place can be given what only people should have, and reviews miss it.",
    fix="Use ServicePrincipalEntitlement with the object id of the service principal or managed identity.",
    references=(benchmark("IM-3"),),
    check=_check,
    bad=(
        Example(
            "A managed identity as a user.",
            {
                "bot": managed_identity(),
                "member": fixture(MEMBER, origin="aad", originId="${bot.principalId}"),
            },
        ),
    ),
    good=(
        Example(
            "A managed identity as a service principal.",
            {"bot": managed_identity(), "member": entitlement()},
        ),
    ),
)
