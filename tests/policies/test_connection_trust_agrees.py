"""The rule connection-trust-agrees: federated credentials, and the connections that they are for."""

from dataclasses import replace

import pytest
from guardrails import Example, Props
from guardrails.data.fixtures import (
    application,
    connection,
    connection_trust,
    github_trust,
    managed_identity,
)
from guardrails.data.tokens import AZURE_CONNECTION, GENERIC_CONNECTION, MANAGED_TRUST, REGISTRY_CONNECTION
from guardrails.rules import connection_trust_agrees

RULE = connection_trust_agrees.RULE
TOGETHER = {"bot": managed_identity(), "azure": connection(), "trust": connection_trust()}
ISSUER, SUBJECT = "https://login.microsoftonline.com/x/v2.0", "/eid1/c/pub/t/x/a/y/sc/1/2"


def test_what_belongs_together_is_accepted(found):
    assert found(RULE, TOGETHER) == []


@pytest.mark.parametrize("type_", [AZURE_CONNECTION, REGISTRY_CONNECTION, GENERIC_CONNECTION])
@pytest.mark.parametrize("name", ["issuer", "subject"])
def test_issuer_and_subject_come_from_the_same_connection(type_, name, found):
    other = {"type": type_, "properties": {}}
    elsewhere = connection_trust(**{name: "${other.x}"})
    literal = connection_trust(**{name: "x"})

    assert found(RULE, TOGETHER | {"other": other, "trust": elsewhere}) == ["trust"]
    assert found(RULE, TOGETHER | {"trust": literal}) == ["trust"]


def test_a_value_that_two_connections_make_up_is_refused(found):
    both = connection_trust(subject="${azure.subject}${other.subject}", issuer="${azure.x}${other.x}")

    assert found(RULE, TOGETHER | {"other": connection(), "trust": both}) == ["trust"]


def test_a_connection_is_trusted_once(found):
    assert found(RULE, TOGETHER | {"again": connection_trust()}) == ["again"]


def test_each_of_two_connections_is_trusted_once(found):
    second = {"other": connection(), "second": connection_trust("other")}

    assert found(RULE, TOGETHER | second) == []


def test_a_trust_that_is_made_up_hides_no_other(found):
    made_up = connection_trust(subject="x")

    assert found(RULE, TOGETHER | {"trust": made_up, "second": made_up}) == ["trust", "second"]


def test_the_trust_belongs_to_the_identity_of_the_connection(found):
    clerk = {"clerk": managed_identity(), "trust": connection_trust(identity="clerk")}

    assert found(RULE, TOGETHER | clerk) == ["trust"]


def test_identities_that_are_declared_elsewhere_are_not_compared(found):
    literal = connection(credentials={"serviceprincipalid": "2b0f7c0e-7b61-4d43-8a0e-4f0c5c3f1b19"})

    assert found(RULE, TOGETHER | {"azure": literal}) == []
    assert found(RULE, TOGETHER | {"trust": connection_trust(resourceName="id-bot")}) == []


def known(**changes):
    """The stack after an update: everything is known, and still tells where it came from."""
    bot, azure, trust = Example("", TOGETHER).declared()
    outputs = {"workloadIdentityFederationIssuer": ISSUER, "workloadIdentityFederationSubject": SUBJECT}
    inputs = {"issuer": ISSUER, "subject": SUBJECT} | changes
    return [bot, replace(azure, outputs=Props(outputs)), replace(trust, props=Props(inputs))]


def test_values_that_agree_with_the_connections_outputs_are_accepted():
    assert list(RULE.examine(known())) == []


@pytest.mark.parametrize("name", ["issuer", "subject"])
def test_values_that_differ_from_the_connections_outputs_are_refused_and_not_quoted(name):
    (finding,) = RULE.examine(known(**{name: "canary-1234"}))

    assert finding.what == (
        'The federated credential "trust" differs from what the service connection "azure" says '
        f"(input {name})."
    )


@pytest.mark.parametrize("subject", ["sc://contoso/Support/azure", "/eid1/c/pub/t/x", " sc://contoso/x/y"])
def test_the_subject_of_a_connection_is_not_written_by_hand(subject, refused_in):
    beside = {"issuer": ISSUER}

    assert refused_in(RULE, {}, MANAGED_TRUST, "subject", subject, beside) == {"known"}


def test_trust_in_others_is_accepted(found):
    assert found(RULE, {"bot": application(), "production": github_trust()}) == []


def test_a_connection_whose_trust_was_taken_away_is_accepted(found):
    assert found(RULE, {"bot": managed_identity(), "azure": connection()}) == []
