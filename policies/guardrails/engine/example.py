"""Examples: a few resources that keep a rule or break it, which tests run and documentation shows."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from guardrails.engine.props import Props, Unknown
from guardrails.engine.resource import Resource

REFERENCE = re.compile(r"\$\{([\w-]+)[^}]*\}")


@dataclass(frozen=True)
class Example:
    """A piece of a Pulumi YAML program.

    A resource is {"type": …, "properties": {…}, "options": {"parent": "${other}", "protect": True}}. A
    property "${other.issuer}" is not known yet and comes from the resource `other`; from none, where the
    example does not have it.
    """

    title: str
    """What it shows, as a sentence."""

    resources: Mapping[str, Mapping[str, Any]]
    """The resources by logical name."""

    before: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """What there was before, where a rule is about a change; `resources` is then what the change leaves."""

    environment: frozenset[str] = frozenset()
    """The names of the variables that are set."""

    exemptions: str = ""
    """The exemptions in force, as YAML."""

    settings: str = ""
    """The settings in force, as YAML."""

    def declared(self) -> list[Resource]:
        """The resources as rules get them."""
        made: dict[str, Resource] = {}
        for name, entry in self.resources.items():
            properties = entry.get("properties", {})
            options = entry.get("options", {})
            made[name] = Resource(
                type=entry["type"],
                name=name,
                props=Props(_unknowns(properties)),
                urn=self.urn(name),
                parent=next(self._urns(options.get("parent")), ""),
                provider=made.get(next(_names(options.get("provider")), "")),
                protect=options.get("protect", False),
                property_dependencies={
                    key: urns for key, value in properties.items() if (urns := tuple(self._urns(value)))
                },
                environment=self.environment,
            )
        return list(made.values())

    def urn(self, name: str) -> str:
        """The URN of one of the resources."""
        return f"urn:pulumi:dev::example::{self.resources[name]['type']}::{name}"

    def _urns(self, value: object) -> Iterator[str]:
        return (self.urn(name) for name in _names(value) if name in self.resources)


def _names(value: object) -> Iterator[str]:
    """The names of the resources that a value comes from."""
    match value:
        case str():
            yield from REFERENCE.findall(value)
        case dict():
            for one in value.values():
                yield from _names(one)
        case list():
            for one in value:
                yield from _names(one)


def _unknowns(value: object) -> object:
    match value:
        case str() if REFERENCE.search(value):
            return Unknown()
        case dict():
            return {key: _unknowns(one) for key, one in value.items()}
        case list():
            return [_unknowns(one) for one in value]
    return value
