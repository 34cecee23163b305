"""A resource as the rules see it, wherever it comes from."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from guardrails.engine.props import Props


@dataclass(frozen=True)
class Resource:
    """One resource that a program declares, or that saved state holds."""

    type: str
    """The type token, "azuredevops:index/serviceEndpointGitHub:ServiceEndpointGitHub"."""

    name: str
    """The logical name."""

    props: Props
    """The inputs, also in a stack rule; the outputs only of what the stack reads and does not make."""

    urn: str = ""
    """The URN; empty where it is not known yet, as in the program itself."""

    parent: str = ""
    """The parent's URN; empty where there is none or the source does not tell."""

    provider: "Resource | None" = None
    """The provider, with its inputs; none where the source does not tell."""

    protect: bool = False
    """Whether the engine refuses to delete it."""

    property_dependencies: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """For each property, the URNs of the resources that its value comes from; stack rules only."""

    outputs: Props = field(default_factory=lambda: Props({}))
    """What the provider answered, as far as it has; stack rules only."""

    environment: frozenset[str] = frozenset()
    """The names of the variables that are set where the program runs; none where the source does not tell."""


def environment(variables: Mapping[str, str]) -> frozenset[str]:
    """The names of the variables that are set to anything."""
    return frozenset(name for name, value in variables.items() if value)
