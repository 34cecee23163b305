"""Every exemption says what it has to, about as little as it can, and for no longer than it may."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from guardrails.data.frameworks import owasp
from guardrails.engine.example import Example
from guardrails.engine.finding import Finding, Level, Severity
from guardrails.engine.resource import Resource
from guardrails.engine.rule import MetaRule

if TYPE_CHECKING:
    from guardrails.engine.enforcement import Enforcement


def _check(
    enforcement: "Enforcement", _: Sequence[Resource], __: Sequence[Finding]
) -> Iterator[tuple[str, str]]:
    for problem in enforcement.problems:
        yield problem.source, problem.what


RULE = MetaRule(
    id="valid-exemptions",
    title="Every exemption names a rule, a resource, a reason, an owner, a ticket, an end, a fingerprint.",
    severity=Severity.HIGH,
    level=Level.MANDATORY,
    locked=True,
    threat="An exemption for everything, from nobody and for ever, is a rule that is switched off unseen.",
    fix=(
        "Complete the exemption, or take it out. It may end 7 days ahead for a critical rule, 30 for high, "
        "60 for medium and 90 for low; in an emergency, with an incident's number, 24 hours."
    ),
    references=(owasp(1),),
    check=_check,
    bad=(
        Example(
            "An exemption for everything.",
            {},
            exemptions="""\
- rule: no-pat-connection
  resource: "*"
  reason: We will move to federation later this year.
  owner: sg-support
  ticket: SUP-12
  expires: 2099-01-31
  fingerprint: none
""",
        ),
    ),
    good=(
        Example(
            "An exemption for one connection.",
            {},
            exemptions="""\
- rule: no-secret-only-connection
  resource: urn:pulumi:dev::example::azuredevops:index/serviceEndpointSsh:ServiceEndpointSsh::backup
  reason: The backup host gets managed SSH keys when operations renews it in spring.
  owner: sg-support
  ticket: SUP-12
  expires: 2027-01-31
  fingerprint: "host:7d793037a0760186,projectId:?,serviceEndpointName:5d41402abc4b2a76"
""",
        ),
    ),
)
