"""An identity has no more federated credentials than Entra takes, and none of them twice."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from guardrails.data.fixtures import application, github_trust
from guardrails.data.frameworks import microsoft
from guardrails.data.tokens import FEDERATED_CONNECTIONS, TRUSTS, spellings
from guardrails.engine.example import Example
from guardrails.engine.finding import Level, Severity
from guardrails.engine.graph import Graph
from guardrails.engine.reading import text
from guardrails.engine.resource import Resource
from guardrails.engine.rule import StackRule
from guardrails.engine.setting import Config, Setting, Shape, number
from guardrails.engine.trust import trust

LIMIT = 20

_TRUSTS = spellings(TRUSTS)
_CONNECTIONS = spellings(FEDERATED_CONNECTIONS)
_OWNERS = ("applicationId", "parentId", "resourceGroupName", "resourceName")


def _check(resources: Sequence[Resource], config: Config) -> Iterator[tuple[Resource, str]]:
    graph = Graph(resources)
    trusts: dict[object, list[Resource]] = defaultdict(list)
    for one in graph.of(_TRUSTS):
        trusts[_named(one) or graph.identity_of(one) or one.urn].append(one)
    for found in trusts.values():
        for one in found[LIMIT:]:
            yield (
                one,
                f'"{one.name}" is one federated credential more than the {LIMIT} that an identity can have.',
            )
        yield from _twice(found)
    connections: dict[object, list[Resource]] = defaultdict(list)
    for one in graph.of(_CONNECTIONS):
        for identity in graph.identity_of(one):
            connections[identity].append(one)
    allowed = number(config, "connections")
    for found in connections.values() if allowed else ():
        for one in found[allowed:]:
            yield one, f'The service connection "{one.name}" shares its identity with too many others.'


def _twice(found: Sequence[Resource]) -> Iterator[tuple[Resource, str]]:
    first: dict[tuple[str, str], Resource] = {}
    for one in found:
        issuer, subject = text(trust(one).issuer), text(trust(one).subject)
        if issuer and subject and first.setdefault((issuer, subject), one) is not one:
            other = first[issuer, subject]
            yield one, f'The federated credentials "{other.name}" and "{one.name}" are the same.'


def _named(resource: Resource) -> object:
    """The identity as the inputs name it; none where it is not known yet."""
    application, parent, group, name = (text(resource.props.get(one)) for one in _OWNERS)
    return application or parent or (name and (group, name))


RULE = StackRule(
    id="federation-limits",
    title="No identity has more federated credentials than Entra takes, or one of them twice.",
    severity=Severity.LOW,
    level=Level.MANDATORY,
    threat="Entra refuses the credential in the middle of an update, when half of the resources are there.",
    fix="Remove credentials that nobody uses, or give the workload a second identity.",
    references=(
        microsoft("Federated credentials", "entra/workload-id/workload-identity-federation-considerations"),
    ),
    settings={
        "connections": Setting(
            0, "How many service connections may share an identity; 0 for any number.", Shape.NUMBER
        )
    },
    check=_check,
    bad=(
        Example(
            "The same trust twice.",
            {"bot": application(), "production": github_trust(), "again": github_trust()},
        ),
    ),
    good=(
        Example(
            "Two environments.",
            {
                "bot": application(),
                "production": github_trust(),
                "staging": github_trust("repo:contoso@242/mailroom@991:environment:staging"),
            },
        ),
    ),
)
