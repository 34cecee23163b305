"""A trust: what a federated credential says about who may sign in as its identity."""

from dataclasses import dataclass

from guardrails.data.tokens import CLASSIC_TRUST, FLEXIBLE_TRUST, spellings
from guardrails.engine.props import Value
from guardrails.engine.resource import Resource

_FLEXIBLE = spellings([FLEXIBLE_TRUST])
_CLASSIC = spellings([CLASSIC_TRUST])


@dataclass(frozen=True)
class Trust:
    """The inputs of a federated credential, whatever its type calls them."""

    issuer: Value
    subject: Value
    audiences: tuple[Value, ...]
    flexible: bool
    """Whether it matches by an expression and not by one subject."""


def trust(resource: Resource) -> Trust:
    """What a federated credential trusts."""
    props = resource.props
    alone = _FLEXIBLE.fullmatch(resource.type) or _CLASSIC.fullmatch(resource.type)
    return Trust(
        issuer=props.get("issuer"),
        subject=props.get("subject"),
        audiences=tuple(props.values("audience" if alone else "audiences[]")),
        flexible=bool(_FLEXIBLE.fullmatch(resource.type)) or props.has("claimsMatchingExpression"),
    )
