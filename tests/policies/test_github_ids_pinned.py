"""The rule github-ids-pinned: repositories that are trusted by name though their ids are known."""

from guardrails import Example, Level, Profile
from guardrails.data.fixtures import application, github_trust
from guardrails.data.tokens import APPLICATION_TRUST
from guardrails.rules import github_ids_pinned

RULE = github_ids_pinned.RULE
BY_NAME = "repo:Contoso/Mailroom:environment:production"


def test_a_name_is_refused_where_it_can_be_read(refused_in):
    others = {"bot": application(), "production": github_trust()}

    assert refused_in(RULE, others, APPLICATION_TRUST, "subject", BY_NAME) == {"known"}


def test_the_name_alone_is_found_and_the_ids_are_not(found):
    assert found(RULE, {"ids": github_trust(), "name": github_trust(BY_NAME)}) == ["name"]


def test_the_finding_says_what_is_known():
    (finding,) = RULE.examine(Example("", {"ids": github_trust(), "name": github_trust(BY_NAME)}).declared())

    assert finding.what == (
        'The federated credential "name" trusts a GitHub repository by its name alone, '
        "though its ids are known (input subject)."
    )


def test_a_name_is_accepted_as_long_as_nobody_knows_ids(found):
    assert found(RULE, {"name": github_trust(BY_NAME)}) == []
    assert (
        found(
            RULE, {"other": github_trust("repo:contoso@2/x@9:environment:y"), "name": github_trust(BY_NAME)}
        )
        == []
    )


def test_half_of_the_ids_is_no_more_than_a_name(found):
    half = github_trust("repo:contoso@242/mailroom:environment:production")

    assert found(RULE, {"ids": github_trust(), "half": half}) == ["half"]
    assert found(RULE, {"half": half, "name": github_trust(BY_NAME)}) == []


def test_the_settings_name_repositories_whose_ids_are_known(found):
    assert found(RULE, {"name": github_trust(BY_NAME)}, repositories=["contoso/MAILROOM"]) == ["name"]
    assert found(RULE, {"name": github_trust(BY_NAME)}, repositories=["contoso/other"]) == []


def test_the_rule_is_advice_unless_it_is_strict():
    assert (RULE.level, RULE.level_in(Profile.STRICT)) == (Level.ADVISORY, Level.MANDATORY)
