"""The cost of a change is that of the seats that it adds."""

import pytest

from patless.check.access.access import Access, Kind
from patless.check.access.cost import Prices, cost


def seats(*licences):
    return [Access(Kind.SEAT, "x", f"urn:{number}", licence) for number, licence in enumerate(licences)]


@pytest.mark.parametrize(
    ("before", "after", "included", "words"),
    [
        ([], ["express"], 0, "+$6.00 a month, $6.00 in all"),
        (["express"], ["advanced"], 0, "+$46.00 a month, $52.00 in all"),
        (["advanced"], ["stakeholder"], 0, "-$52.00 a month, $0.00 in all"),
        (["express"], ["express"], 0, "$6.00 a month, as before"),
        (["express"] * 4, ["express"] * 7, 5, "+$12.00 a month, $12.00 in all"),
    ],
)
def test_the_difference_is_told(before, after, included, words):
    prices = Prices(included=included)

    assert cost(seats(*before), seats(*after), prices, stands=False).text.startswith(f"{words} (")


def test_a_stack_that_stands_has_a_price_and_no_difference():
    assert cost(seats("express"), seats("express"), Prices(), stands=True).text.startswith("$6.00 a month (")


def test_what_has_no_known_price_is_named():
    text = cost([], seats("professional"), Prices(), stands=False).text

    assert "not counted: Visual Studio Professional" in text
