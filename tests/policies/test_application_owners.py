"""The rule application-owners: how many owners an application has, and that no workload is one."""

from guardrails import Level, Profile
from guardrails.data.fixtures import application, fixture, managed_identity
from guardrails.data.tokens import WORKLOAD
from guardrails.rules import application_owners

RULE = application_owners.RULE
APPLICATION = "azuread:index/application:Application"
ANN, BOB = "b7b0d5b0-34a4-4d5b-8b59-34f21b7a8b30", "c2f0e0ce-0f4c-4f7a-8a41-6e0f6c6b9d52"


def test_the_owners_are_counted_where_they_can_be(refused_in):
    assert refused_in(RULE, {}, APPLICATION, "owners[]", ANN) == {
        "known",
        "nested unknown",
        "missing",
        "null",
        "wrong type",
    }
    assert refused_in(RULE, {}, APPLICATION, "owners", [ANN, BOB]) == {"missing", "null", "wrong type"}


def test_owners_that_are_resources_of_their_own_count(found):
    owner = fixture(application_owners.OWNER, applicationId="${bot.id}", ownerObjectId=ANN)

    assert found(RULE, {"bot": application(owners=[BOB]), "owner": owner}) == []
    assert found(RULE, {"bot": application(), "owner": owner}) == ["bot"]
    assert found(RULE, {"bot": application(owners=[BOB]), "site": application(), "owner": owner}) == ["site"]


def test_the_settings_say_how_many_owners_are_enough(found):
    assert found(RULE, {"bot": application()}, owners=0.0) == []
    assert found(RULE, {"bot": application(owners=[ANN, BOB])}, owners=3) == ["bot"]


def test_a_workload_is_no_owner(found):
    clerk = {"clerk": managed_identity()}
    owner = fixture(application_owners.OWNER, applicationId="${bot.id}", ownerObjectId="${clerk.principalId}")

    assert found(RULE, clerk | {"bot": application(owners=["${clerk.principalId}", ANN])}) == ["bot"]
    assert found(RULE, clerk | {"bot": application(owners=[ANN, BOB]), "owner": owner}) == ["owner"]


def test_an_application_of_a_workload_has_the_owners_of_the_workload(found):
    bot = application() | {"options": {"parent": "${registration}"}}
    registration = {"type": "patless:index:AppRegistration", "options": {"parent": "${workload}"}}

    def part_of(**inputs):
        return {"workload": fixture(WORKLOAD, **inputs), "registration": registration, "bot": bot}

    assert found(RULE, part_of(owners=["sg-support"])) == []
    assert found(RULE, part_of(owners=[])) == ["bot"]
    assert found(RULE, part_of()) == ["bot"]


def test_the_rule_is_advice_also_where_others_are_not():
    assert RULE.level_in(Profile.STRICT) is Level.ADVISORY
