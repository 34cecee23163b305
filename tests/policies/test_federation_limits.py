"""The rule federation-limits: how many federated credentials an identity has, and none of them twice."""

from guardrails.data.fixtures import (
    application,
    connection,
    connection_trust,
    fixture,
    github_trust,
    managed_identity,
)
from guardrails.data.tokens import APPLICATION_TRUST, CLASSIC_TRUST
from guardrails.rules import federation_limits

RULE = federation_limits.RULE


def trusts(count, **changes):
    return {f"t{n}": github_trust(f"repo:contoso/x:environment:e{n}", **changes) for n in range(count)}


def test_twenty_are_accepted_and_each_one_more_is_found(found):
    assert found(RULE, {"bot": application()} | trusts(20)) == []
    assert found(RULE, {"bot": application()} | trusts(22)) == ["t20", "t21"]


def test_they_are_counted_by_identity_also_where_it_is_declared_elsewhere(found):
    here, there = trusts(15, applicationId="/applications/1"), trusts(15, applicationId="/applications/2")

    assert found(RULE, here | {f"{name}-2": one for name, one in there.items()}) == []
    assert len(found(RULE, here | {f"{name}-2": one for name, one in here.items()})) == 10 + 15


def test_those_whose_identity_cannot_be_told_stand_alone(found):
    assert found(RULE, {"one": fixture(APPLICATION_TRUST), "two": fixture(APPLICATION_TRUST)}) == []
    assert found(RULE, trusts(21, applicationId="${elsewhere.id}")) == []


def test_managed_identities_are_told_apart_by_resource_group_and_name(found):
    def trust(group, name):
        return connection_trust(resourceGroupName=group, resourceName=name, issuer="i", subject="s")

    assert found(RULE, {"one": trust("a", "x"), "two": trust("b", "x"), "three": trust("a", "y")}) == []
    assert found(RULE, {"one": trust("a", "x"), "two": trust("a", "x")}) == ["two"]


def test_the_classic_ones_are_told_apart_by_their_parent(found):
    one, two = (fixture(CLASSIC_TRUST, parentId="/x", issuer="i", subject="s") for _ in range(2))

    assert found(RULE, {"one": one, "two": two}) == ["two"]


def test_the_same_trust_twice_is_refused_where_it_can_be_read(refused_in):
    others = {"bot": application(), "production": github_trust("repo:contoso/x:environment:y")}
    beside = {"applicationId": "${bot.id}", "issuer": "https://token.actions.githubusercontent.com"}

    assert refused_in(RULE, others, APPLICATION_TRUST, "subject", "repo:contoso/x:environment:y", beside) == {
        "known"
    }


def test_one_identity_for_several_connections_is_refused_where_the_settings_say_so(found):
    stack = {"bot": managed_identity(), "clerk": managed_identity()}
    stack |= {"one": connection(), "two": connection(), "three": connection("clerk")}

    assert found(RULE, stack) == []
    assert found(RULE, stack, connections=1) == ["two"]
    assert found(RULE, stack, connections=2) == []
