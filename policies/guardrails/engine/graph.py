"""How the resources of a stack hang together, by the properties that one takes from another."""

import re
from collections.abc import Iterator, Sequence

from guardrails.data.tokens import (
    APPLICATIONS,
    ENTITLEMENT,
    FEDERATED_CONNECTIONS,
    MANAGED_IDENTITIES,
    MEMBER,
    SERVICE_PRINCIPAL,
    TRUSTS,
    spellings,
)
from guardrails.engine.resource import Resource

# Resources that only wait or look up, and hand on what they were given.
PASSES_ON = re.compile(r"patless-native:.*")

IDENTITY = spellings((*APPLICATIONS, *MANAGED_IDENTITIES))

# What stands for an identity, and the property by which it says which.
STANDS_FOR = {ENTITLEMENT: "originId", MEMBER: "originId", SERVICE_PRINCIPAL: "clientId"}
_STANDING = [(spellings([token]), slot) for token, slot in STANDS_FOR.items()]

# The property in which each type says which identity it belongs to.
BELONGS_BY = {
    **dict.fromkeys(TRUSTS[:2], "applicationId"),
    TRUSTS[2]: "resourceName",
    TRUSTS[3]: "parentId",
    **dict.fromkeys(FEDERATED_CONNECTIONS[:2], "credentials"),
    FEDERATED_CONNECTIONS[2]: "authorizationParameters",
}
_BELONGING = [(spellings([token]), slot) for token, slot in BELONGS_BY.items()]


class Graph:
    """The resources of a stack by URN, and what each takes from which."""

    def __init__(self, resources: Sequence[Resource]) -> None:
        self.resources = resources
        self._by_urn = {one.urn: one for one in resources}

    def of(self, types: re.Pattern[str]) -> Iterator[Resource]:
        """The resources of some types."""
        return (one for one in self.resources if types.fullmatch(one.type))

    def ancestors(self, resource: Resource) -> Iterator[Resource]:
        """The components that a resource is part of, the nearest first."""
        seen = {resource.urn}
        while (parent := self._by_urn.get(resource.parent)) and parent.urn not in seen:
            seen.add(parent.urn)
            yield parent
            resource = parent

    def sources(self, resource: Resource, name: str) -> list[Resource]:
        """The resources from which a property takes its value, also through those that only hand it on."""
        found: dict[str, Resource] = {}
        waiting = list(resource.property_dependencies.get(name, ()))
        while waiting:
            source = self._by_urn.get(waiting.pop())
            if source is None or source.urn in found:
                continue
            found[source.urn] = source
            if PASSES_ON.fullmatch(source.type):
                waiting += [urn for urns in source.property_dependencies.values() for urn in urns]
        return list(found.values())

    def identity_of(self, resource: Resource) -> frozenset[str]:
        """The URNs of the identities that a connection or federated credential belongs to."""
        slot = next((slot for types, slot in _BELONGING if types.fullmatch(resource.type)), "")
        return self.identities(resource, slot)

    def identities(self, resource: Resource, name: str) -> frozenset[str]:
        """The URNs of the identities, declared in the stack, from which a property takes its value."""
        return self._identities(resource, name, frozenset())

    def _identities(self, resource: Resource, name: str, seen: frozenset[str]) -> frozenset[str]:
        found: set[str] = set()
        for source in self.sources(resource, name):
            if IDENTITY.fullmatch(source.type):
                found.add(source.urn)
                continue
            slot = next((slot for types, slot in _STANDING if types.fullmatch(source.type)), None)
            if slot and source.urn not in seen:
                behind = self._identities(source, slot, seen | {source.urn})
                # A service principal of an application that is declared elsewhere is an identity of its own.
                found |= behind or {source.urn}
        return frozenset(found)
