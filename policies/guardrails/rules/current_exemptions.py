"""Every exemption still counts, and is still needed."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from guardrails.data.frameworks import owasp
from guardrails.engine.example import Example
from guardrails.engine.finding import Finding, Level, Severity
from guardrails.engine.profiles import Profile
from guardrails.engine.resource import Resource
from guardrails.engine.rule import MetaRule

if TYPE_CHECKING:
    from guardrails.engine.enforcement import Enforcement


def _check(
    enforcement: "Enforcement", resources: Sequence[Resource], findings: Sequence[Finding]
) -> Iterator[tuple[str, str]]:
    stacks = {_stack(one.urn) for one in resources}
    for one in enforcement.exemptions:
        about = [finding for finding in findings if finding.rule == one.rule and one.names(finding.urn)]
        if enforcement.now > one.expires:
            yield one.source, f"The exemption from {one.rule} ended on {one.expires:%Y-%m-%d %H:%M} UTC."
        elif not about and one.rule not in enforcement.unasked and _stack(one.resource) in stacks:
            yield one.source, f"Nothing needs the exemption from {one.rule}."
        else:
            yield from ((one.source, f'On "{broken.name}": {broken.note}') for broken in about if broken.note)


def _stack(urn: str) -> str:
    """The part of a URN that names stack and project."""
    return "::".join(urn.split("::")[:2])


RULE = MetaRule(
    id="current-exemptions",
    title="Every exemption still counts and is still needed.",
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    levels={Profile.BASELINE: Level.ADVISORY},
    threat="An exemption that nobody needs lets the next mistake of the same name pass.",
    fix=(
        "Take the exemption out; or, if the resource really has to be exempt as it is now, ask for a new one."
    ),
    references=(owasp(1),),
    check=_check,
    bad=(
        Example(
            "An exemption that has ended.",
            {},
            exemptions="""\
- rule: no-secret-only-connection
  resource: urn:pulumi:dev::example::azuredevops:index/serviceEndpointSsh:ServiceEndpointSsh::backup
  reason: The backup host gets managed SSH keys when operations renews it in spring.
  owner: sg-support
  ticket: SUP-12
  expires: 2026-12-31
  fingerprint: none
""",
        ),
    ),
    good=(Example("No exemption at all.", {}),),
)
