"""The rule no-service-account: members that are nobody, or come from elsewhere."""

from guardrails import evaluate
from guardrails.data.tokens import MEMBER
from guardrails.rules import no_service_account

RULE = no_service_account.RULE
ANYTHING = {"known", "unknown", "nested unknown", "secret", "secret block", "redacted", "wrong type"}
UNCLEAR = {"unknown", "nested unknown", "redacted", "wrong type"}


def test_a_service_account_is_refused_in_whatever_state_its_name_is(refused):
    assert refused(RULE, MEMBER, "principalName", "svc-mailroom@contoso.com") == ANYTHING
    assert refused(RULE, MEMBER, "principalName", "dev.one@contoso.com") == UNCLEAR


def test_a_member_from_outside_entra_is_refused_in_whatever_state_that_is(refused):
    assert refused(RULE, MEMBER, "origin", "msa", {"originId": "x"}) == ANYTHING
    assert refused(RULE, MEMBER, "origin", "AAD", {"originId": "x"}) == UNCLEAR


NAMES = {
    "svc-mailroom@contoso.com": True,
    "SVC_mailroom@contoso.com": True,
    "sa.mailroom@contoso.com": True,
    "mailroom-bot@contoso.com": True,
    "mailroom.ci@contoso.com": True,
    "noreply-support@contoso.com": True,
    "svc-mail\nroom@contoso.com": True,
    "svc-mailroom": True,
    "no-reply.support@contoso.com": True,
    "sandra@contoso.com": False,
    "sa@contoso.com": False,
    "cicero.appleby@contoso.com": False,
    "dev.one@svc-contoso.com": False,
    "appleby-smith@contoso.com": False,
}


def test_a_service_account_is_told_by_the_name_before_the_at(enter):
    told = {}
    for name in NAMES:
        findings = evaluate(enter(MEMBER, {"principalName": name}), [RULE])
        assert not any(name in finding.message for finding in findings)
        told[name] = findings != []

    assert told == NAMES


def test_the_settings_replace_the_names(enter):
    svc, nhi = (enter(MEMBER, {"principalName": f"{name}@contoso.com"}) for name in ("svc-x", "NHI42"))

    assert list(RULE.examine(svc, {"names": ["nhi.*"]})) == []
    assert len(list(RULE.examine(nhi, {"names": ["nhi.*"]}))) == 1
