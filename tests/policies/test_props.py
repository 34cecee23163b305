"""Props: what can be told about properties that may be unknown, hidden or of the wrong type."""

import pytest
from guardrails.engine.props import SIGNATURE, UNKNOWN_TEXTS, Absent, Known, Props, Redacted, Unknown
from pulumi_policy import proxy

UNKNOWN = proxy.UNKNOWN_STRING_VALUE
SECRET = {SIGNATURE: "1b47061264138c4ac30d75fd1eb44270", "ciphertext": "v1:abc"}
CANARY = "canary-1234"

TABLE = {
    "known": ({"a": {"b": "x"}}, "a.b", Known("x")),
    "known block": ({"a": {"b": "x"}}, "a", Known({"b": "x"})),
    "empty text": ({"a": ""}, "a", Known("")),
    "false": ({"a": False}, "a", Known(False)),
    "missing": ({}, "a", Absent()),
    "missing in a block": ({"a": {}}, "a.b", Absent()),
    "missing block": ({}, "a.b", Absent()),
    "null": ({"a": None}, "a", Absent()),
    "null block": ({"a": None}, "a.b", Absent()),
    "unknown": ({"a": UNKNOWN}, "a", Unknown()),
    "nested unknown": ({"a": {"b": UNKNOWN}}, "a.b", Unknown()),
    "unknown block": ({"a": UNKNOWN}, "a.b", Unknown()),
    "redacted": ({"a": "[secret]"}, "a", Redacted()),
    "redacted block": ({"a": "[secret]"}, "a.b", Redacted()),
    "text for a block": ({"a": "x"}, "a.b", Unknown()),
    "number for a block": ({"a": 7.0}, "a.b", Unknown()),
    "list for a block": ({"a": [{"b": "x"}]}, "a.b", Unknown()),
    "element of a list": ({"a": [{}, {"b": "x"}]}, "a[].b", Absent()),
    "unknown element": ({"a": [UNKNOWN]}, "a[].b", Unknown()),
    "unknown in an element": ({"a": [{"b": UNKNOWN}]}, "a[].b", Unknown()),
    "empty list": ({"a": []}, "a[].b", Absent()),
    "block for a list": ({"a": {"b": "x"}}, "a[].b", Unknown()),
    "text for a list": ({"a": "xyz"}, "a[]", Unknown()),
}


@pytest.mark.parametrize("case", TABLE)
def test_tells_plain_values_and_the_packs_proxies_alike(case):
    raw, path, expected = TABLE[case]

    assert told(Props(raw).get(path)) == told(expected)
    assert told(Props(proxy.unknown_checking_proxy(raw)).get(path)) == told(expected)


def told(value):
    """A block of a proxy is equal to nothing, so a known block counts as its keys."""
    if isinstance(value, Known) and not isinstance(value.value, str | bool):
        return set(value.value)
    return value


@pytest.mark.parametrize("case", TABLE)
def test_has_whatever_is_there_or_might_be(case):
    raw, path, expected = TABLE[case]
    anything_there = case == "element of a list" or not isinstance(expected, Absent)

    assert Props(raw).has(path) is anything_there


def test_reads_the_mark_of_a_secret_in_saved_state_as_redacted():
    assert Props({"a": SECRET}).get("a") == Redacted()
    assert Props({"a": SECRET}).get("a.b") == Redacted()


def test_everything_is_unknown_where_the_properties_themselves_are():
    assert Props(Unknown()).get("a.b") == Unknown()


def test_finds_every_element_of_a_list():
    props = Props({"variables": [{"secretValue": "x"}, {"value": "y"}, {"secretValue": UNKNOWN}]})

    assert list(props.values("variables[].secretValue")) == [Known("x"), Absent(), Unknown()]


def test_a_value_that_is_listed_and_cannot_be_read_is_unknown():
    class Broken(dict):
        def __getitem__(self, key):
            raise RuntimeError(CANARY)

    assert Props(Broken(a=1)).get("a") == Unknown()


def test_knows_every_word_of_the_engine_for_an_unknown_value():
    words = {value for name, value in vars(proxy).items() if name.startswith("UNKNOWN_")}

    assert words == UNKNOWN_TEXTS


def test_showing_a_known_value_does_not_quote_it():
    assert CANARY not in repr(Props({"a": CANARY}).get("a"))
