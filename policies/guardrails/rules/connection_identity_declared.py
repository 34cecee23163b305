"""Every federated service connection says as which identity it signs in, and the stack declares that one."""

from collections.abc import Iterator, Sequence

from guardrails.data.fixtures import connection, managed_identity
from guardrails.data.frameworks import benchmark, owasp
from guardrails.data.tokens import FEDERATED_CONNECTIONS, GENERIC_CONNECTION, WORKLOAD, spellings
from guardrails.engine.example import Example
from guardrails.engine.finding import Level, Severity
from guardrails.engine.graph import Graph
from guardrails.engine.props import Absent, Known, Value, parts
from guardrails.engine.reading import text
from guardrails.engine.resource import Resource
from guardrails.engine.rule import StackRule
from guardrails.engine.setting import Config, Setting, Shape, texts

_CONNECTIONS = spellings(FEDERATED_CONNECTIONS)
_GENERIC = spellings([GENERIC_CONNECTION])
_WORKLOAD = spellings([WORKLOAD])


def _check(resources: Sequence[Resource], config: Config) -> Iterator[tuple[Resource, str]]:
    graph = Graph(resources)
    allowed = {one.casefold() for one in texts(config, "existing")}
    # A workload that signs in as an existing identity declares that one.
    allowed |= {(text(one.outputs.get("clientId")) or "").casefold() for one in graph.of(_WORKLOAD)} - {""}
    for one in graph.of(_CONNECTIONS):
        if not _federated(one):
            continue
        path, identity = _identity(one)
        if isinstance(identity, Absent):
            # Of the generic types, many sign in to other clouds than Azure.
            if not _GENERIC.fullmatch(one.type):
                yield (
                    one,
                    f'The service connection "{one.name}" leaves it to Azure DevOps to make an application '
                    f"(input {path} is missing).",
                )
        elif not graph.identity_of(one) and (text(identity) or "").casefold() not in allowed:
            yield (
                one,
                f'The service connection "{one.name}" signs in as an identity that the stack does not '
                f"declare (input {path}).",
            )


def _identity(connection: Resource) -> tuple[str, Value]:
    """The input that says as which identity a connection signs in, and what it says."""
    holder = "authorizationParameters" if _GENERIC.fullmatch(connection.type) else "credentials"
    block = connection.props.get(holder)
    if not isinstance(block, Known | Absent) or (isinstance(block, Known) and not any(parts(block))):
        return holder, block
    # The service writes the name in several ways.
    named = ((name, value) for name, value in parts(block) if name.casefold() == "serviceprincipalid")
    name, value = next(named, ("serviceprincipalid", Absent()))
    return f"{holder}.{name}", value


def _federated(resource: Resource) -> bool:
    """Whether a connection signs in by federation, or might."""
    generic = _GENERIC.fullmatch(resource.type)
    scheme = resource.props.get("authorizationScheme" if generic else "serviceEndpointAuthenticationScheme")
    if isinstance(scheme, Absent):
        return False
    return not isinstance(scheme, Known) or str(scheme.value).casefold() == "workloadidentityfederation"


RULE = StackRule(
    id="connection-identity-declared",
    title="Every federated service connection signs in as an identity that the stack declares.",
    severity=Severity.HIGH,
    level=Level.MANDATORY,
    threat=(
        "An application that Azure DevOps makes by itself, or that is declared nowhere, has rights that no "
        "review sees, and stays when the connection goes."
    ),
    fix=(
        "Declare a managed identity or an application and give the connection its client id; the client "
        "id of one that is managed elsewhere belongs in the setting existing."
    ),
    references=(benchmark("IM-3"), owasp(2)),
    settings={
        "existing": Setting((), "The client ids of identities that are managed elsewhere.", Shape.TEXTS)
    },
    check=_check,
    bad=(
        Example(
            "A connection for which Azure DevOps makes an application.",
            {"azure": connection(credentials=None)},
        ),
        Example(
            "A connection that signs in as an identity from elsewhere.",
            {"azure": connection(credentials={"serviceprincipalid": "2b0f7c0e-7b61-4d43-8a0e-4f0c5c3f1b19"})},
        ),
    ),
    good=(
        Example(
            "A connection that signs in as a managed identity of the stack.",
            {"bot": managed_identity(), "azure": connection()},
        ),
    ),
)
