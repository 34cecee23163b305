"""What may register agents signs in through no service connection.

Told by the properties that resources take from each other: a role that is given by a bare id, or a group that
the stack does not declare, is not seen.
"""

from collections.abc import Iterator, Sequence

from guardrails.data.fixtures import connection, entitlement, fixture, managed_identity
from guardrails.data.frameworks import benchmark, owasp
from guardrails.data.tokens import FEDERATED_CONNECTIONS, GROUP, GROUP_MEMBERSHIP, ROLE_ON_RESOURCE, spellings
from guardrails.engine.example import Example
from guardrails.engine.finding import Level, Severity
from guardrails.engine.graph import Graph
from guardrails.engine.props import Absent
from guardrails.engine.reading import text
from guardrails.engine.resource import Resource
from guardrails.engine.rule import StackRule
from guardrails.engine.setting import Config

_ROLES = spellings([ROLE_ON_RESOURCE])
_GROUP = spellings([GROUP])
_MEMBERSHIP = spellings([GROUP_MEMBERSHIP])
_CONNECTIONS = spellings(FEDERATED_CONNECTIONS)

# Of what such a role is, where it is known and not a pool's or its queue's.
_OTHERS = frozenset(
    {
        "distributedtask.serviceendpointrole",
        "distributedtask.project.serviceendpointrole",
        "distributedtask.collection.serviceendpointrole",
        "distributedtask.environmentreferencerole",
        "distributedtask.variablegroup",
    }
)


def _check(resources: Sequence[Resource], _: Config) -> Iterator[tuple[Resource, str]]:
    graph = Graph(resources)
    administrators: dict[str, Resource] = {}
    for one in graph.of(_ROLES):
        if _administers(one):
            administrators |= dict.fromkeys(_holders(graph, one), one)
    for one in graph.of(_CONNECTIONS):
        for urn in sorted(graph.identity_of(one) & administrators.keys()):
            yield (
                one,
                f'The service connection "{one.name}" signs in as an identity that may administer an agent '
                f'pool ("{administrators[urn].name}").',
            )


def _administers(role: Resource) -> bool:
    """Whether a role lets its holder administer a pool, or might."""
    scope, name = text(role.props.get("scope")), text(role.props.get("roleName"))
    if isinstance(role.props.get("roleName"), Absent):
        return False
    return (scope or "").casefold() not in _OTHERS and (name or "administrator").casefold() == "administrator"


def _holders(graph: Graph, role: Resource) -> set[str]:
    """The identities that have a role, also as members of a group of the stack."""
    holders = set(graph.identities(role, "identityId"))
    groups = {source.urn for source in graph.sources(role, "identityId") if _GROUP.fullmatch(source.type)}
    for urn in groups:
        for one in graph.of(_GROUP):
            if one.urn == urn:
                holders |= graph.identities(one, "members")
        for one in graph.of(_MEMBERSHIP):
            if urn in {source.urn for source in graph.sources(one, "group")}:
                holders |= graph.identities(one, "members")
    return holders


RULE = StackRule(
    id="pool-administrator-without-connections",
    title="An identity that may administer an agent pool has no service connections.",
    severity=Severity.HIGH,
    level=Level.MANDATORY,
    threat=(
        "Whoever takes over a build machine has the identity that registers it, and with the connection the "
        "rights in Azure as well."
    ),
    fix="Register agents with an identity of their own, which does nothing else.",
    references=(owasp(5), benchmark("PA-7")),
    check=_check,
    bad=(
        Example(
            "One identity that registers agents and deploys.",
            {
                "bot": managed_identity(),
                "member": entitlement(),
                "builder": fixture(
                    ROLE_ON_RESOURCE,
                    scope="distributedtask.agentpoolrole",
                    resourceId="7",
                    roleName="Administrator",
                    identityId="${member.id}",
                ),
                "azure": connection(),
            },
        ),
    ),
    good=(
        Example(
            "Two identities, one for each.",
            {
                "builder": managed_identity(),
                "member": entitlement("builder"),
                "administrator": fixture(
                    ROLE_ON_RESOURCE,
                    scope="distributedtask.agentpoolrole",
                    resourceId="7",
                    roleName="Administrator",
                    identityId="${member.id}",
                ),
                "bot": managed_identity(),
                "azure": connection(),
            },
        ),
    ),
)
