"""The rule no-protected-group: groups in which no workload belongs."""

import base64

import pytest
from guardrails import Props, Resource, Unknown, evaluate
from guardrails.data.tokens import GROUP, GROUP_ENTITLEMENT, GROUP_MEMBERSHIP
from guardrails.rules import no_protected_group

RULE = no_protected_group.RULE
SCOPE = "S-1-9-1551374245-2702052775-2396773859-145348-23184047"


def descriptor(last, kind="vssgp", scope=SCOPE):
    return f"{kind}.{base64.urlsafe_b64encode(f'{scope}-{last}'.encode()).decode().rstrip('=')}"


ADMINISTRATORS, TEAM = descriptor("0-0-0-0-1"), descriptor("1-3173511691-603310671-2930282073-3105999477")


def test_a_protected_group_is_refused_in_every_state_but_unknown(refused):
    # What is not known yet is left to traced-unknowns, whose tests have the other half.
    unreadable = {"redacted", "wrong type", "missing", "null"}

    assert refused(RULE, GROUP_MEMBERSHIP, "group", ADMINISTRATORS) == unreadable | {
        "known", "secret", "secret block",
    }  # fmt: skip
    assert refused(RULE, GROUP_MEMBERSHIP, "group", TEAM) == unreadable


def said(group):
    findings = evaluate(Resource(GROUP_MEMBERSHIP, "ci", Props({"group": group})), [RULE])
    assert not any(finding.crashed or group in finding.message for finding in findings)
    return [finding.what for finding in findings]


WELL_KNOWN = {
    "0-0-0-0-1": "the administrators",
    "0-0-0-0-2": "the service accounts",
    "0-0-0-0-3": "everybody in the organisation or project",
    "0-0-0-1-2": "the build administrators",
    "0-0-0-9-9": "a group that the service keeps for itself",
}


@pytest.mark.parametrize("last", WELL_KNOWN)
def test_a_group_of_the_service_is_told_by_the_end_of_its_sid(last):
    assert said(descriptor(last)) == [
        f'"ci" is a membership in a protected group: {WELL_KNOWN[last]} (input group).'
    ]


def test_the_shorter_sids_of_an_organisation_are_told_too():
    assert said(descriptor("0-0-0-0-1", scope="S-1-9-1551374245-1204400969-2402986413-2179408616"))


@pytest.mark.parametrize("last", ["1-0-0-0-1", "1-2-3-4-5", "10-0-0-0-1"])
def test_other_groups_are_accepted(last):
    assert said(descriptor(last)) == []


NONE = [
    "",
    "5b0c3c1e-0d5a-4e8d-9d0a-8d3a3e1b7c21",
    descriptor("0-0-0-0-1", kind="aadgp"),
    ADMINISTRATORS.upper(),
    "vssgp.",
    "vssgp.!!!!",
    "vssgp.a",
    "vssgp." + base64.urlsafe_b64encode(b"\xff\xfe").decode(),
    "vssgp." + base64.urlsafe_b64encode(b"S-1-5-32-544").decode(),
]


@pytest.mark.parametrize("group", NONE)
def test_what_is_no_descriptor_of_a_group_is_refused(group):
    findings = evaluate(Resource(GROUP_MEMBERSHIP, "ci", Props({"group": group})), [RULE])

    assert [finding.what for finding in findings] == [
        'Which group "ci" is about cannot be told (input group).'
    ]


def test_padding_changes_nothing():
    assert said(ADMINISTRATORS + "=" * (-len(ADMINISTRATORS.partition(".")[2]) % 4)) == said(ADMINISTRATORS)


LABELS = {
    r"bot-in-[Support]\Project Administrators-membership": True,
    r"bot-in-[Support]\project administrators-membership": True,
    "bot-in-[Support]\\ Project Administrators -membership": True,
    r"bot-in-[Support]\Endpoint Administrators-membership": True,
    r"bot-in-[Support]\Release Administrators-membership": True,
    r"bot-in-[Support]\Build Administrators-membership": True,
    r"bot-in-[Support]\Project Valid Users-membership": True,
    "bot-in-Project Collection Administrators-membership": True,
    "bot-in-Project Collection Service Accounts-membership": True,
    "bot-in-Project Collection Build Service Accounts-membership": True,
    r"check-in-bot-in-[Support]\Contributors-membership": False,
    r"bot-in-[Support]\Contributors-membership": False,
    r"bot-in-[Project Administrators]\Readers-membership": False,
    "bot-membership": False,
    "Project Administrators-membership": False,
}


def test_a_membership_of_the_component_is_told_by_its_label_before_anything_is_known():
    props = Props({"group": Unknown()})
    told = {name: evaluate(Resource(GROUP_MEMBERSHIP, name, props), [RULE]) != [] for name in LABELS}

    assert told == LABELS


def test_a_protected_group_is_not_licensed(refused):
    unclear = {"unknown", "nested unknown", "redacted", "wrong type"}

    assert refused(RULE, GROUP_ENTITLEMENT, "displayName", "Project Collection Administrators") == unclear | {
        "known", "secret", "secret block",
    }  # fmt: skip
    assert refused(RULE, GROUP_ENTITLEMENT, "displayName", "Support Team") == unclear


def test_a_protected_group_that_is_imported_with_members_is_refused(refused):
    unreadable = {"unknown", "nested unknown", "redacted", "wrong type"}
    members = {"members": ["aadsp.x"]}

    assert refused(RULE, GROUP, "displayName", "Project Administrators", members) == unreadable | {
        "known", "secret", "secret block",
    }  # fmt: skip
    assert refused(RULE, GROUP, "displayName", "Triage", members) == unreadable
    assert refused(RULE, GROUP, "displayName", "Project Administrators", {"members": []}) == set()
