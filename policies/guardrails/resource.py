"""A resource as the rules see it, wherever it comes from."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from guardrails.props import Props


@dataclass(frozen=True)
class Resource:
    """One resource that a program declares, or that saved state holds."""

    type: str
    """The type token, "azuredevops:index/serviceEndpointGitHub:ServiceEndpointGitHub"."""

    name: str
    """The logical name."""

    props: Props
    """The inputs; for a stack rule that runs in the pack, the outputs."""

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
