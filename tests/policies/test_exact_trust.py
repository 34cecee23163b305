"""The rule exact-trust: subjects and audiences of federated credentials."""

import pytest
from guardrails import Props, Resource
from guardrails.data.tokens import APPLICATION_TRUST, CLASSIC_TRUST, FLEXIBLE_TRUST, MANAGED_TRUST
from guardrails.rules import exact_trust

RULE = exact_trust.RULE
GITHUB = "https://token.actions.githubusercontent.com"
AUDIENCE = "api://AzureADTokenExchange"
REPOSITORY = "repo:contoso@242/mailroom@991"
TYPES = [
    APPLICATION_TRUST,
    MANAGED_TRUST,
    "azure-native:managedidentity/v20241130:FederatedIdentityCredential",
]
BESIDE = {"issuer": GITHUB, "audiences": [AUDIENCE]}


@pytest.mark.parametrize("type_", TYPES)
def test_a_loose_subject_is_refused_in_every_state_but_unknown(type_, refused):
    # What is not known yet is left to traced-unknowns, whose tests have the other half.
    assert refused(RULE, type_, "subject", f"{REPOSITORY}:*", beside=BESIDE) == {
        "known", "secret", "secret block", "redacted", "wrong type", "missing", "null",
    }  # fmt: skip


@pytest.mark.parametrize("type_", TYPES)
def test_an_exact_subject_is_accepted_where_it_can_be_read(type_, refused):
    assert refused(RULE, type_, "subject", f"{REPOSITORY}:environment:production", beside=BESIDE) == {
        "redacted", "wrong type", "missing", "null",
    }  # fmt: skip


@pytest.mark.parametrize("type_", TYPES)
def test_another_audience_is_refused_in_every_state(type_, refused):
    beside = {"issuer": GITHUB, "subject": f"{REPOSITORY}:environment:production"}
    every = {
        "known", "unknown", "nested unknown", "secret", "secret block", "redacted", "wrong type", "missing",
        "null",
    }  # fmt: skip

    assert refused(RULE, type_, "audiences[]", "api://other", beside=beside) == every
    assert refused(RULE, type_, "audiences[]", AUDIENCE, beside=beside) == every - {
        "known", "secret", "secret block",
    }  # fmt: skip


def test_classic_and_flexible_credentials_have_their_audience_alone(refused):
    beside = {"issuer": GITHUB, "subject": f"{REPOSITORY}:environment:production"}

    assert "known" not in refused(RULE, CLASSIC_TRUST, "audience", AUDIENCE, beside=beside)
    assert "missing" in refused(RULE, CLASSIC_TRUST, "audience", AUDIENCE, beside=beside)


def findings(type_=APPLICATION_TRUST, config=None, **inputs):
    found = list(RULE.examine(Resource(type_, "ci", Props(BESIDE | inputs)), config))
    assert not any(finding.crashed for finding in found)
    return [finding.what for finding in found]


EXACT = [
    f"{REPOSITORY}:environment:production",
    f"{REPOSITORY}:environment:production:job_workflow_ref:contoso/x/.github/workflows/y.yml@main",
    f"{REPOSITORY}:ref:refs/heads/main",
    f"{REPOSITORY}:ref:refs/tags/v1",
    "repo:contoso/mailroom:environment:production",
    "repo:contoso/mailroom:ref:refs/heads/main",
    # The rule no-pull-request-trust is about these.
    "repo:contoso/mailroom:pull_request",
]
LOOSE = [
    "",
    "*",
    "repo:contoso/*",
    "repo:contoso/mailroom:*",
    "repo:contoso/mailroom",
    "repo:contoso/mailroom:",
    "repo:contoso/mailroom:environment",
    "repo:contoso/mailroom:environment:",
    "repo:contoso/mailroom:environment::job_workflow_ref:x",
    "repo:contoso/mailroom:ref:",
    "repo:contoso/mailroom:ref:refs/heads/",
    "repo:contoso/mailroom:ref:refs/remotes/x",
    "repo:contoso:environment:production",
    "repo:contoso/mailroom/x:environment:production",
    "repo:contoso@x/mailroom@y:environment:production",
    "REPO:contoso/mailroom:environment:production",
    "repository_owner:contoso",
    " repo:contoso/mailroom:environment:production",
    "repo:contoso/mailroom:environment:production\n",
]


def test_a_github_subject_that_names_an_environment_branch_or_tag_is_accepted():
    assert {subject: findings(subject=subject) for subject in EXACT} == {subject: [] for subject in EXACT}


def test_any_other_github_subject_is_refused():
    assert {subject: len(findings(subject=subject)) for subject in LOOSE} == dict.fromkeys(LOOSE, 1)


SAID = {
    "": "trusts a subject that cannot be told",
    "project_path:a/*": "trusts a subject with a wildcard",
    " project_path:a/b": "trusts a subject with blanks around it, which no token has",
    "repo:a/b:x": "trusts a GitHub repository without naming one environment, branch or tag",
}


def test_the_finding_says_what_is_loose_about_a_subject():
    said = {subject: findings(issuer="https://gitlab.com", subject=subject) for subject in SAID}

    assert said == {
        subject: [f'The federated credential "ci" {what} (input subject).'] for subject, what in SAID.items()
    }


def test_a_github_subject_is_told_by_its_issuer_or_by_its_looks():
    assert findings(issuer="https://github.contoso.com/_services/token", subject="repo:a/b:x")
    assert findings(issuer="https://github.contoso.com/_services/token", subject="REPO:a/b:x")
    assert findings(issuer=GITHUB, subject="a/b")
    assert findings(issuer=GITHUB.upper(), subject="a/b")
    assert not findings(issuer="https://gitlab.com", subject="project_path:a/b:ref_type:branch:ref:main")


def test_flexible_credentials_are_refused_of_both_kinds():
    flexible = {"audience": AUDIENCE, "claimsMatchingExpression": "claims['sub'] eq 'x'"}

    for inputs in (flexible, {"audience": AUDIENCE, "subject": "x"}):
        assert findings(FLEXIBLE_TRUST, **inputs) == [
            'The federated credential "ci" trusts whatever an expression matches, and not one subject.'
        ]
    assert findings(MANAGED_TRUST, claimsMatchingExpression={"value": "x", "languageVersion": 1}) == [
        'The federated credential "ci" trusts whatever an expression matches, and not one subject.'
    ]


def test_the_settings_say_which_audiences_there_are():
    government = {"audiences": ["api://AzureADTokenExchangeUSGov"]}

    assert findings(config=government, subject="x", issuer="y") != []
    assert findings(config=government, subject="x", issuer="y", **government) == []


def test_an_empty_list_of_audiences_is_refused():
    assert len(findings(subject=EXACT[0], audiences=[])) == 1
