"""Inputs are refused by name, never by value."""

import pytest

from azdo_emulator.providers.checking import complaints, complete, guarded
from azdo_emulator.providers.facts import Property
from azdo_emulator.providers.values import UNKNOWN, Secret

CANARY = "canary-93ab"
TYPES = {"Auth": {"token": Property("string", required=True, secret=True, env=("PATLESS_TEST_TOKEN",))}}
PROPERTIES = {
    "name": Property("string", required=True),
    "members": Property("[string]"),
    "tags": Property("{string}"),
    "enabled": Property("boolean"),
    "count": Property("integer"),
    "mode": Property("string", default="add", allowed=("add", "overwrite")),
    "auth": Property("Auth"),
}


def wrong(**inputs):
    return list(complaints({"name": "x"} | inputs, PROPERTIES, TYPES))


def test_what_is_right_is_accepted():
    assert wrong(members=["a"], tags={"k": "v"}, enabled=True, count=3, mode="Add", auth={"token": "t"}) == []


def test_an_unknown_input_is_named_with_the_nearest_known_one():
    assert wrong(memebrs=["a"]) == ["'memebrs' is not an input; did you mean 'members'?"]


def test_an_input_like_no_other_is_answered_with_all_of_them():
    [told] = wrong(zzz="a")

    assert told == ("'zzz' is not an input; expected one of auth, count, enabled, members, mode, name, tags")


def test_a_missing_input_is_named():
    assert list(complaints({}, PROPERTIES, TYPES)) == ["'name' is missing; expected a string"]


@pytest.mark.parametrize(
    ("inputs", "told"),
    [
        ({"members": "a"}, "'members' is a string; expected a list, each item a string"),
        ({"members": ["a", 1]}, "'members[1]' is a number; expected a string"),
        ({"members": ["a", None]}, "'members[1]' is nothing; expected a string"),
        ({"tags": ["a"]}, "'tags' is a list; expected a map, each value a string"),
        ({"tags": {"k": 1}}, "'tags.k' is a number; expected a string"),
        ({"enabled": "true"}, "'enabled' is a string; expected true or false"),
        ({"enabled": 1}, "'enabled' is a number; expected true or false"),
        ({"count": 1.5}, "'count' is a number; expected a whole number"),
        ({"count": True}, "'count' is true or false; expected a whole number"),
        ({"name": {"a": 1}}, "'name' is a map; expected a string"),
        ({"auth": "t"}, "'auth' is a string; expected a map like Auth"),
        ({"auth": {}}, "'auth.token' is missing; expected a string"),
        ({"auth": {"token": 1}}, "'auth.token' is a number; expected a string"),
        ({"auth": {"tokn": "t", "token": "t"}}, "'auth.tokn' is not an input; did you mean 'token'?"),
        ({"mode": "replace"}, "'mode' has a value that it cannot have; expected one of add, overwrite"),
    ],
)
def test_a_mistyped_input_is_named_with_what_was_expected(inputs, told):
    assert wrong(**inputs) == [told]


@pytest.mark.parametrize(
    "inputs", [{"members": CANARY}, {"mode": CANARY}, {"nmae": CANARY}, {"auth": CANARY}, {"count": CANARY}]
)
def test_no_refusal_quotes_a_value(inputs):
    assert CANARY not in "".join(wrong(**inputs))


@pytest.mark.parametrize("name", ["name", "members", "tags", "enabled", "count", "mode", "auth"])
def test_what_is_not_known_yet_is_accepted_anywhere(name):
    assert wrong(**{name: UNKNOWN}) == []
    assert wrong(**{name: Secret(UNKNOWN)}) == []


def test_what_is_not_known_yet_is_accepted_inside():
    assert wrong(members=["a", UNKNOWN], tags={"k": UNKNOWN}, auth={"token": Secret(UNKNOWN)}) == []


def test_a_secret_is_checked_like_any_value():
    assert wrong(count=Secret("x")) == ["'count' is a string; expected a whole number"]
    assert wrong(auth=Secret({})) == ["'auth.token' is missing; expected a string"]


def test_a_default_fills_what_is_missing_and_nothing_else():
    assert complete({"name": "x"}, PROPERTIES, TYPES) == {"name": "x", "mode": "add"}
    assert complete({"mode": "overwrite"}, PROPERTIES, TYPES) == {"mode": "overwrite"}


def test_the_environment_fills_what_a_block_lacks(monkeypatch):
    monkeypatch.setenv("PATLESS_TEST_TOKEN", CANARY)

    assert complete({"auth": {}}, PROPERTIES, TYPES)["auth"] == {"token": CANARY}
    assert "auth" not in complete({}, PROPERTIES, TYPES)


def test_a_secret_is_marked_at_its_depth():
    found = guarded({"name": "x", "auth": {"token": "t"}}, PROPERTIES, TYPES)

    assert found == {"name": "x", "auth": {"token": Secret("t")}}
