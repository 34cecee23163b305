"""The rule no-certificate: certificates, and how long they may live where that is allowed."""

import pytest
from guardrails.rules import no_certificate

RULE = no_certificate.RULE
KEY = no_certificate.CERTIFICATES[0]


def count(resource, days):
    findings = list(RULE.examine(resource, {"max_days": days}))
    assert not any(finding.crashed for finding in findings)
    return len(findings)


@pytest.mark.parametrize("type_", no_certificate.CERTIFICATES)
def test_a_certificate_is_refused_in_whatever_state_its_end_is(type_, refused):
    assert refused(RULE, type_, "endDateRelative", "1h") == {
        "known", "unknown", "nested unknown", "secret", "secret block", "redacted", "wrong type", "missing",
        "null",
    }  # fmt: skip


LIVES = {
    "a day": ({"endDateRelative": "24h"}, 0),
    "an hour more": ({"endDateRelative": "25h"}, 1),
    "by two dates": ({"startDate": "2026-01-01T00:00:00Z", "endDate": "2026-01-02T00:00:00Z"}, 0),
    "a second more": ({"startDate": "2026-01-01T00:00:00Z", "endDate": "2026-01-02T00:00:01Z"}, 1),
    "from now on": ({"endDate": "2026-01-02T00:00:00Z"}, 1),
    "until whenever": ({"startDate": "2026-01-01T00:00:00Z"}, 1),
    "no date": ({"startDate": "2026-01-01T00:00:00Z", "endDate": "tomorrow"}, 1),
    "two clocks": ({"startDate": "2026-01-01T00:00:00", "endDate": "2026-01-02T00:00:00Z"}, 1),
    "another unit": ({"endDateRelative": "1m"}, 1),
    "unknown": ({"endDateRelative": "04da6b54-80e4-46f7-96ec-b56ff0331ba9"}, 1),
    "redacted": ({"endDateRelative": "[secret]"}, 1),
    "wrong type": ({"endDateRelative": 24.0}, 1),
    "for ever": ({}, 1),
}


def test_a_certificate_that_lives_as_long_as_allowed_is_accepted(enter):
    counts = {case: count(enter(KEY, inputs), 1) for case, (inputs, _) in LIVES.items()}

    assert counts == {case: expected for case, (_, expected) in LIVES.items()}


def test_none_is_allowed_unless_somebody_says_so(enter):
    assert count(enter(KEY, {"endDateRelative": "0h"}), 0) == 1


def test_the_finding_says_how_long_a_certificate_may_live(enter):
    said = [
        [finding.what for finding in RULE.examine(enter(KEY, {"endDateRelative": "48h"}), {"max_days": days})]
        for days in (0, 1)
    ]

    assert said == [
        ['"ci" is a certificate.'],
        ['"ci" is a certificate that lives longer than 1 days, or for an unknown time.'],
    ]


def test_the_rule_is_also_in_the_program():
    assert RULE.secretless
    assert RULE.in_program
