"""YAML files about the guardrails: values with their lines."""

import pytest
from guardrails.engine.document import Unreadable, parse


def test_values_are_plain_and_know_their_lines():
    root = parse("a: 1\nb:\n  - x\n  - {c: true, d: 2027-01-31, e: null}\n")

    assert root.plain == {"a": 1, "b": ["x", {"c": True, "d": "2027-01-31", "e": None}]}
    assert root.entries["b"].line == 2
    assert [one.line for one in root.entries["b"].elements] == [3, 4]
    assert root.entries["b"].elements[1].entries["c"].plain is True


@pytest.mark.parametrize("text", ["", "# nothing\n", "---\n"])
def test_a_text_without_anything_in_it_is_nothing(text):
    root = parse(text)

    assert root is None or root.plain is None


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: 1\nb: [\n", 3),
        ("a: 1\na: 2\n", 2),
        ("- x\n\t- y\n", 2),
        ("1: x\n? [a]\n: b\n", 2),
        ("a: &a [*a]\n", 1),
        ("a: 1\n---\nb: 2\n", 2),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line_and_quotes_nothing(text, line):
    with pytest.raises(Unreadable) as raised:
        parse(text.replace("x", "canary-1234"))

    assert raised.value.line == line
    assert "canary" not in str(raised.value)


def test_what_says_a_number_and_is_none_stays_a_text():
    assert parse("a: 0x1F\nb: 1_000\nc: -5\n").plain == {"a": "0x1F", "b": "1_000", "c": -5}
