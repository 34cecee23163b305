"""The access diff says in plain words who may newly do what and where, and who may no longer."""

import pytest

from patless.check.access import diff
from patless.check.access.names import Names
from patless.check.change import standing
from patless.check.snapshot import Snapshot
from tests.check.stack import (
    ADO,
    APPLICATION,
    IDENTITY,
    MEMBERSHIP,
    OWNER,
    PIPELINE,
    SEAT,
    SECRET,
    SUBSCRIPTION,
    TRUST,
    UNKNOWN,
    bot,
    change,
    entry,
    from_,
    named,
    role,
    without,
)

SUPPORT = "the service connection azure-support of the project Support"
NAMES = Names({SUBSCRIPTION: "Contoso Production"}, {("bot", "azure-support"): "Support"})


def lines(subject, names=NAMES):
    before, after = (diff.accesses(Snapshot(entries), names) for entries in (subject.before, subject.after))
    return [(line.turn.value, line.text) for line in diff.diff(subject, before, after)]


def said(*entries, names=NAMES):
    """What the first of the resources lets somebody do."""
    return diff.accesses(Snapshot(entries), names)[entries[0]["urn"]].text


def test_a_new_workload_is_told_from_sign_in_to_guards():
    where = "the resource group rg-support (Contoso Production)"

    assert [text for _, text in lines(change([], bot()))] == [
        f"the pipeline \\deploy\\support may use {SUPPORT}, and so act as bot: Contributor in {where}",
        f"{SUPPORT} acts as bot",
        f"bot has the role Contributor in {where}",
        "bot may do what the group [Support]\\Contributors may",
        "bot is a member of the organisation with the access level Basic",
        "bot has the managed identity id-bot",
        f"each use of {SUPPORT} has to be approved",
        f"{SUPPORT} can be used by one run at a time only",
        f"{SUPPORT} can be used from refs/heads/main only",
    ]


def test_what_stays_as_it_is_is_not_told():
    assert lines(change(bot(), bot())) == []


def test_what_goes_is_told_as_taken():
    found = lines(change(bot(), without(bot(), "membership")))

    assert found == [("taken", "bot may do what the group [Support]\\Contributors may")]


def test_a_changed_access_level_says_what_it_was():
    after = bot()
    named(after, "entitlement-member")["inputs"] = {"accountLicenseType": "advanced"}

    assert lines(change(bot(), after)) == [
        (
            "changed",
            "bot is a member of the organisation with the access level Basic + Test Plans "
            "(before: bot is a member of the organisation with the access level Basic)",
        )
    ]


def test_a_wider_role_is_told_for_the_pipelines_that_get_it_too():
    after = bot()
    wide = role(named(after, "user-assigned"), after[0], definition=OWNER)
    after[after.index(named(after, "RoleAssignment"))] = wide

    found = lines(change(bot(), after))

    assert [turn for turn, _ in found] == ["given", "changed", "taken"]
    assert "bot has the role Owner in" in found[0][1]
    assert "and so act as bot: Owner in" in found[1][1]
    assert "bot has the role Contributor in" in found[2][1]


def test_a_stack_that_stands_tells_all_that_it_gives():
    found = lines(standing(bot(), "state"))

    assert {turn for turn, _ in found} == {"stands"}
    assert len(found) == 9


def test_an_identity_that_is_made_anew_is_told():
    subject = change(bot(), bot())
    changes = [
        type(one)(one.before, one.after, replaced="user-assigned" in one.urn) for one in subject.changes
    ]
    anew = type(subject)("plan", changes)

    assert lines(anew) == [("changed", "bot has the managed identity id-bot (made anew)")]


def test_the_same_words_for_other_ids_are_told():
    issuer = "https://token.actions.githubusercontent.com"
    before, after = (
        entry(
            TRUST, "t", {"issuer": issuer, "subject": f"repo:contoso@242/mailroom@{number}:environment:prod"}
        )
        for number in (991, 992)
    )

    assert lines(change([before], [after])) == [
        (
            "changed",
            'GitHub Actions of contoso/mailroom (environment prod) may sign in as whom "t" names '
            "(other than before: subject)",
        )
    ]


def test_another_owner_of_an_application_is_told_with_who_deploys():
    def made(*owners):
        return [entry(APPLICATION, "a", {"displayName": "bot", "owners": [*owners]})]

    names = Names(principals={"ci": "the pipeline"})

    assert lines(change(made("CI"), made("CI", "laptop")), names) == [
        (
            "changed",
            "there is the application bot, which laptop and the pipeline may give credentials, as owners "
            "(before: there is the application bot, which the pipeline may give credentials, as owners)",
        )
    ]


def test_other_approvers_are_told():
    after = bot()
    named(after, "CheckApproval")["inputs"]["approvers"] = ["g2"]

    ((_, text),) = lines(change(bot(), after))

    assert text == f"each use of {SUPPORT} has to be approved (other than before: approvers)"


def test_a_role_is_that_of_whom_it_is_given_to_wherever_it_stands():
    other = entry(IDENTITY, "other", {"resourceName": "id-other"}, outputs={"principalId": "p-other"})
    stack = bot()
    hidden = role(other, stack[0], name="hidden")
    known, foreign = (
        {**hidden, "inputs": {**hidden["inputs"], "principalId": p}} for p in ("p-other", "p-x")
    )

    assert said(hidden, other, *stack).startswith("id-other has the role")
    assert said(known, other, *stack).startswith("id-other has the role")
    assert said(foreign, other, *stack).startswith("bot (the principal p-x) has the role")


def test_a_member_from_elsewhere_is_told_beside_one_of_the_stack():
    stack = bot()
    named(stack, "entitlement-member")["outputs"] = {"descriptor": "aadsp.bot"}
    membership = named(stack, "-membership")
    membership["inputs"]["members"] = ["aadsp.bot", "aadsp.elsewhere"]

    given = said(membership, *without(stack, "-membership"))

    assert given == "bot and the principal aadsp.elsewhere may do what the group [Support]\\Contributors may"


def test_a_member_is_the_identity_that_it_stands_for_wherever_it_stands():
    other = entry(IDENTITY, "other", {"resourceName": "id-other"}, outputs={"principalId": "p-other"})
    stack = bot()
    hidden = entry(SEAT, "hidden", {"originId": "p-other"}, parent=stack[0])

    assert said(hidden, other, *stack).startswith("id-other is a member")


def test_a_colleague_who_leaves_the_file_stays_in_the_organisation():
    person = entry(
        f"{ADO}user:User",
        "dev.one@contoso.com-member",
        {"principalName": "dev.one@contoso.com", "accountLicenseType": "stakeholder"},
        retainOnDelete=True,
    )

    assert lines(change([person], [])) == [
        (
            "taken",
            "dev.one@contoso.com is a member of the organisation with the access level Stakeholder "
            "(this stays, but is managed no more)",
        )
    ]


def test_a_trust_of_another_identity_in_a_connection_is_told():
    stack = bot()
    other = entry(IDENTITY, "other", {"resourceName": "id-other"})
    endpoint = named(stack, "AzureRM")
    trust = entry(
        TRUST,
        "t",
        {"issuer": UNKNOWN, "subject": UNKNOWN, "resourceName": UNKNOWN},
        propertyDependencies={
            "issuer": from_(endpoint),
            "subject": from_(endpoint),
            "resourceName": from_(other),
        },
    )

    assert said(trust, other, *stack) == "the service connection bot may sign in as id-other"


def test_a_client_secret_lets_its_holder_in():
    application = entry("azuread:index/application:Application", "app", {"displayName": "mailer"})
    secret = entry(
        "azuread:index/applicationPassword:ApplicationPassword",
        "secret",
        {"applicationId": UNKNOWN},
        propertyDependencies={"applicationId": from_(application)},
    )

    assert said(secret, application) == "whoever holds a client secret may sign in as mailer"


PLACES = {
    "a group": (
        f"{ADO}group:Group",
        {"displayName": "Triage", "members": UNKNOWN},
        "members",
        "{} may do what the group Triage may",
    ),
    "a team": (
        f"{ADO}team:Team",
        {"name": "Red", "administrators": UNKNOWN},
        "administrators",
        "{} administers the team Red",
    ),
    "a group in Entra": (
        "azuread:index/group:Group",
        {"displayName": "sg-ops", "members": UNKNOWN},
        "members",
        "{} may do what the Entra group sg-ops may",
    ),
    "a membership in Entra": (
        "azuread:index/groupMember:GroupMember",
        {"groupObjectId": "g1", "memberObjectId": UNKNOWN},
        "memberObjectId",
        "{} may do what the Entra group g1 may",
    ),
    "an owner": (
        "azuread:index/applicationOwner:ApplicationOwner",
        {"applicationId": "a1", "ownerObjectId": UNKNOWN},
        "ownerObjectId",
        "{} owns the application a1, and may give it credentials",
    ),
}


@pytest.mark.parametrize("place", PLACES)
def test_every_way_into_a_group_and_to_an_application_is_told(place):
    type_, inputs, slot, sentence = PLACES[place]
    identity = entry(IDENTITY, "i", {"resourceName": "id-x"})
    given = entry(type_, "x", inputs, propertyDependencies={slot: from_(identity)})

    assert said(given, identity) == sentence.format("id-x")


@pytest.mark.parametrize("type_", [f"{ADO}group:Group", f"{ADO}team:Team", "azuread:index/group:Group"])
def test_a_group_that_is_given_no_members_gives_nobody_anything(type_):
    assert lines(change([], [entry(type_, "x", {"displayName": "x", "name": "x"})])) == []


def test_an_authorisation_without_a_pipeline_opens_for_every_pipeline():
    stack = bot()
    endpoint = named(stack, "AzureRM")
    everyone = entry(
        PIPELINE,
        "open",
        {"resourceId": UNKNOWN, "type": "endpoint"},
        propertyDependencies={"resourceId": from_(endpoint)},
    )

    assert said(everyone, *stack).startswith("every pipeline of the project may use the service connection")


@pytest.mark.parametrize("none", [None, 0, ""])
def test_an_authorisation_of_no_pipeline_is_one_for_all(none):
    one = entry(PIPELINE, "new", {"resourceId": "q1", "type": "queue", "pipelineId": none})

    assert said(one) == "every pipeline of the project may use the agent queue q1"


def test_an_authorisation_of_a_pipeline_that_is_not_known_yet_is_not_one_for_all():
    one = entry(PIPELINE, "new", {"resourceId": "q1", "type": "queue", "pipelineId": UNKNOWN})

    assert said(one) == 'the pipeline that "new" names may use the agent queue q1'


def test_permissions_name_what_is_allowed():
    given = entry(
        f"{ADO}gitPermissions:GitPermissions",
        "g",
        {"principal": "vssgp.x", "permissions": {"ForcePush": "Allow", "Read": "Deny"}},
    )

    assert said(given) == 'the principal vssgp.x is allowed ForcePush (git "g")'


def test_who_is_told_by_id_where_nothing_tells_dependencies():
    identity = entry(IDENTITY, "i", {"resourceName": "id-x"}, outputs={"principalId": "principal-1"})
    seat = entry(SEAT, "s", {"originId": "principal-1"}, id="key-1", outputs={"descriptor": "aadsp.1"})
    membership = entry(MEMBERSHIP, "m", {"group": "vssgp.g", "members": ["aadsp.1"]})

    assert said(membership, seat, identity) == "id-x may do what the group vssgp.g may"


def test_secret_and_unknown_texts_are_never_part_of_a_sentence():
    given = entry(MEMBERSHIP, "m", {"group": "[secret]", "members": [{SECRET: "canary"}]})

    assert "secret" not in said(given)
    assert "canary" not in said(given)
