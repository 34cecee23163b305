"""What lets a service connection sign in takes issuer and subject from that connection, once."""

import re
from collections.abc import Iterator, Sequence

from guardrails.data.fixtures import connection, connection_trust, managed_identity
from guardrails.data.frameworks import microsoft, owasp
from guardrails.data.slots import CONNECTIONS
from guardrails.data.tokens import TRUSTS, spellings
from guardrails.engine.example import Example
from guardrails.engine.finding import Level, Severity
from guardrails.engine.graph import Graph
from guardrails.engine.reading import text
from guardrails.engine.resource import Resource
from guardrails.engine.rule import StackRule
from guardrails.engine.setting import Config
from guardrails.engine.trust import trust

_TRUSTS = spellings(TRUSTS)
_CONNECTIONS = re.compile(CONNECTIONS)

# By input: the connection's output that it has to come from.
OUTPUTS = {"issuer": "workloadIdentityFederationIssuer", "subject": "workloadIdentityFederationSubject"}

# How the subjects of service connections begin, with the old issuer and with Entra's.
_OF_A_CONNECTION = re.compile(r"\s*(sc://|/eid1/).*", re.DOTALL)


def _check(resources: Sequence[Resource], _: Config) -> Iterator[tuple[Resource, str]]:
    graph = Graph(resources)
    trusted: dict[str, Resource] = {}
    for one in graph.of(_TRUSTS):
        about = f'The federated credential "{one.name}"'
        issuers, subjects = (_connections(graph, one, name) for name in OUTPUTS)
        if issuers or subjects:
            if len(issuers) != 1 or [source.urn for source in issuers] != [source.urn for source in subjects]:
                yield one, f"{about} takes issuer and subject from different places."
                continue
            source = issuers[0]
            yield from ((one, f"{about} {what}.") for what in _differs(graph, one, source))
            first = trusted.setdefault(source.urn, one)
            if first is not one:
                yield (
                    one,
                    f'{about} trusts the connection "{source.name}", which "{first.name}" does already.',
                )
        elif _OF_A_CONNECTION.fullmatch(text(trust(one).subject) or ""):
            yield one, f"{about} trusts a service connection, but does not take the subject from it."


def _connections(graph: Graph, resource: Resource, name: str) -> list[Resource]:
    """The connections from which a property takes its value."""
    return [source for source in graph.sources(resource, name) if _CONNECTIONS.fullmatch(source.type)]


def _differs(graph: Graph, resource: Resource, connection: Resource) -> Iterator[str]:
    for name, output in OUTPUTS.items():
        here, there = text(resource.props.get(name)), text(connection.outputs.get(output))
        if here is not None and there is not None and here != there:
            yield f'differs from what the service connection "{connection.name}" says (input {name})'
    mine, its = graph.identity_of(resource), graph.identity_of(connection)
    if mine and its and not mine & its:
        yield f'belongs to another identity than the service connection "{connection.name}"'


RULE = StackRule(
    id="connection-trust-agrees",
    title="A federated credential for a service connection takes issuer and subject from it, once.",
    severity=Severity.HIGH,
    level=Level.MANDATORY,
    threat=(
        "A subject that somebody put together can be that of another connection, which then signs in "
        "with these rights; a wrong one is accepted silently, and the pipeline fails later."
    ),
    fix=(
        "Take issuer and subject from workloadIdentityFederationIssuer and "
        "workloadIdentityFederationSubject of the one connection that signs in as this identity."
    ),
    references=(
        owasp(2),
        microsoft(
            "Workload identity connections", "azure/devops/pipelines/release/configure-workload-identity"
        ),
    ),
    check=_check,
    bad=(
        Example(
            "A subject that somebody put together.",
            {
                "bot": managed_identity(),
                "trust": connection_trust(
                    issuer="https://vstoken.dev.azure.com/6c4e2f9e-9a0b-4f5c-8b39-0a0f3d6f9b77",
                    subject="sc://contoso/Support/azure-support",
                ),
            },
        ),
        Example(
            "The trust of one identity for the connection of another.",
            {
                "bot": managed_identity(),
                "clerk": managed_identity(),
                "azure": connection(),
                "trust": connection_trust(identity="clerk"),
            },
        ),
    ),
    good=(
        Example(
            "Identity, connection and trust that belong together.",
            {"bot": managed_identity(), "azure": connection(), "trust": connection_trust()},
        ),
    ),
)
