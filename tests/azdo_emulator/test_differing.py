"""Differences are where the values differ, and only there."""

import pytest

from azdo_emulator.providers.differing import differences, same
from azdo_emulator.providers.facts import Property
from azdo_emulator.providers.values import UNKNOWN, Secret

PROPERTIES = {
    "name": Property("string"),
    "list": Property("[string]"),
    "members": Property("[string]", alike="set"),
    "tags": Property("{string}"),
    "licence": Property("string", alike="licence"),
    "mode": Property("string", alike="case"),
    "location": Property("string", alike="location"),
    "filled": Property("string", filled=True),
    "flag": Property("boolean"),
}


def found(old, new):
    return [(each.path, each.kind) for each in differences(old, new, PROPERTIES)]


@pytest.mark.parametrize(
    ("old", "new", "places"),
    [
        ({"name": "a"}, {"name": "a"}, []),
        ({"name": "a"}, {"name": "b"}, [("name", "UPDATE")]),
        ({}, {"name": "b"}, [("name", "ADD")]),
        ({"name": "a"}, {}, [("name", "DELETE")]),
        ({"name": Secret("a")}, {"name": "a"}, []),
        ({"name": "a"}, {"name": UNKNOWN}, [("name", "UPDATE")]),
        ({"list": ["a", "b"]}, {"list": ["b", "a"]}, [("list[0]", "UPDATE"), ("list[1]", "UPDATE")]),
        ({"list": ["a"]}, {"list": ["a", "b"]}, [("list[1]", "ADD")]),
        ({"list": ["a", "b"]}, {"list": ["a"]}, [("list[1]", "DELETE")]),
        ({"members": ["a", "b"]}, {"members": ["b", "a"]}, []),
        ({"members": ["a", "b"]}, {"members": ["b"]}, [("members[0]", "DELETE")]),
        ({"members": ["a"]}, {"members": ["b"]}, [("members[0]", "UPDATE")]),
        ({"members": ["a"]}, {"members": ["a", UNKNOWN]}, [("members[1]", "ADD")]),
        ({"tags": {"a": "1", "b": "2"}}, {"tags": {"a": "2", "c": "3"}},
         [("tags.a", "UPDATE"), ("tags.b", "DELETE"), ("tags.c", "ADD")]),
        ({"nobody": "a"}, {"nobody": "b"}, []),
        ({"filled": "a"}, {}, []),
        ({"filled": "a"}, {"filled": "b"}, [("filled", "UPDATE")]),
        ({"name": ""}, {}, []),
        ({}, {"tags": {}, "list": [], "flag": False}, []),
        ({"flag": True}, {"flag": False}, [("flag", "UPDATE")]),
        ({"flag": True}, {}, [("flag", "DELETE")]),
    ],
)  # fmt: skip
def test_each_place_is_named(old, new, places):
    assert found(old, new) == places


@pytest.mark.parametrize(
    ("alike", "old", "new", "equal"),
    [
        ("", "a", "A", False),
        ("case", "a", "A", True),
        ("location", "West Europe", "westeurope", True),
        ("location", "westeurope", "uksouth", False),
        ("licence", "express", "basic", True),
        ("licence", "express", "earlyAdopter", True),
        ("licence", "stakeholder", "earlyAdopter", False),
        ("licence", "Stakeholder", "stakeholder", True),
        ("set", ["a", "b"], ["b", "a"], True),
        ("set", ["a"], ["a", "b"], False),
        ("case", "a", None, False),
    ],
)
def test_values_that_mean_the_same_are_the_same(alike, old, new, equal):
    assert same(old, new, alike) is equal
