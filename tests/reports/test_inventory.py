"""The inventory before and after the day, and how it is read."""

from datetime import UTC, date, datetime

import pytest

from patless.findings import text
from patless.reports.inventory import inventory, is_deadly
from patless.snapshot.records import AccessToken, Connection, Person
from patless.snapshot.snapshot import Gap, Snapshot

BEFORE, AFTER = datetime(2026, 11, 29, 9, tzinfo=UTC), datetime(2026, 12, 3, 9, tzinfo=UTC)


def token(name, ends, accounts=None, valid=True, scope="app_token"):
    return AccessToken(
        authorization_id=name,
        owner="aad.x",
        display_name=name,
        scope=scope,
        valid_to=ends,
        target_accounts=accounts,
        is_valid=valid,
    )


def snapshot(taken_at, *tokens, **more):
    people = {"aad.x": Person(descriptor="aad.x", principal_name="ann@contoso.com")}
    return Snapshot("contoso", taken_at, "me", people, list(tokens), **more)


LATER = datetime(2027, 6, 1, tzinfo=UTC)


@pytest.mark.parametrize("valid", [True, False, None])
def test_after_the_day_a_global_token_is_what_has_stopped_whatever_the_service_calls_it(valid):
    listing = inventory(snapshot(AFTER, token("all", LATER, valid=valid)))

    assert [one.name for one in listing.findings if is_deadly(one)] == ["all"]
    assert "2 days ago" in text.write(listing)


def test_before_the_day_a_token_that_is_not_valid_is_gone_already():
    assert inventory(snapshot(BEFORE, token("all", LATER, valid=False))).findings == []


def test_an_expired_token_is_no_finding():
    assert inventory(snapshot(BEFORE, token("old", datetime(2026, 11, 1, tzinfo=UTC), ["x"]))).findings == []


def test_a_token_of_one_organisation_stops_at_its_own_end():
    [one] = inventory(snapshot(BEFORE, token("mine", LATER, ["x"]))).findings

    assert (one.key, one.stops, is_deadly(one)) == ("full-scope-token", date(2027, 6, 1), False)
    # Nothing has to be done about it today.
    assert one.use.today == ""


def test_after_the_day_nobody_is_told_how_to_try_it_beforehand():
    assert inventory(snapshot(BEFORE)).rehearsal
    assert inventory(snapshot(AFTER)).rehearsal == []


@pytest.mark.parametrize(
    ("policy", "said"),
    [
        (None, "could not be read"),
        ({"value": False}, "the policy is off"),
        ({"value": False, "effectiveValue": True}, "the policy is on"),
    ],
)
def test_the_rehearsal_says_how_the_policy_stands_and_how_to_go_back(policy, said):
    first, *lines = inventory(snapshot(BEFORE, creation_policy=policy)).rehearsal

    assert said in first
    assert "not seen live" in first
    assert any("switch it off again" in line for line in lines)


def test_an_empty_list_and_an_unread_one_do_not_look_alike():
    empty = text.write(inventory(snapshot(BEFORE)))
    unread = text.write(
        inventory(snapshot(BEFORE, gaps=[Gap("the tokens", "TF50309", "membership of X", ["Ann", "Bob"])]))
    )

    assert "Could not be read" not in empty
    assert "Could not be read: 1\n  the tokens: TF50309; needs membership of X; ask Ann, Bob" in unread


def test_a_long_list_is_cut_in_a_terminal_and_says_so():
    many = [token(f"token-{number:03}", LATER, ["x"]) for number in range(100)]

    printed = text.write(inventory(snapshot(BEFORE, *many)))

    assert "and 70 more: --csv and --json have them all" in printed


def test_a_connection_whose_issuer_is_not_shown_has_no_day_and_is_named():
    hidden = Connection.model_validate(
        {"id": "1", "name": "x", "type": "azurerm", "authorization": {"scheme": "WorkloadIdentityFederation"}}
    )
    [one] = inventory(snapshot(BEFORE, connections={"1": hidden})).findings

    assert (one.key, one.stops) == ("unknown-issuer-connection", None)
