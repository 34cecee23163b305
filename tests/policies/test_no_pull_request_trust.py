"""The rule no-pull-request-trust: subjects of pull requests."""

import pytest
from guardrails import evaluate
from guardrails.data.tokens import TRUSTS
from guardrails.rules import no_pull_request_trust

RULE = no_pull_request_trust.RULE


@pytest.mark.parametrize("type_", TRUSTS)
def test_trust_in_pull_requests_is_refused_where_it_can_be_read(type_, refused):
    # What cannot be read is for exact-trust, what is not known yet for traced-unknowns.
    assert refused(RULE, type_, "subject", "repo:contoso/mailroom:pull_request") == {
        "known", "secret", "secret block",
    }  # fmt: skip


SUBJECTS = {
    "repo:contoso/mailroom:pull_request": True,
    "repo:contoso@242/mailroom@991:pull_request": True,
    "repo:contoso/mailroom:pull_request:job_workflow_ref:x": True,
    "repo:contoso/mailroom:ref:refs/pull/7/merge": True,
    "repo:contoso/mailroom:environment:production": False,
    "repo:contoso/mailroom:environment:pull_requests": False,
    "repo:contoso/mailroom:ref:refs/heads/pull_request_template": False,
    "repo:contoso/pull_request:environment:production": False,
    "": False,
}


def test_it_is_told_by_the_context_of_the_subject(enter):
    told = {}
    for subject in SUBJECTS:
        findings = evaluate(enter(TRUSTS[0], {"subject": subject}), [RULE])
        assert not any(subject in finding.what for finding in findings)
        told[subject] = findings != []

    assert told == SUBJECTS
