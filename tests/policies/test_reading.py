"""Values that cannot be read count as the worse."""

import pytest
from guardrails import Absent, Known, Redacted, Unknown
from guardrails.engine.reading import may_be, pending, text

FLAGS = {
    "true": (Known(True), True, False),
    "false": (Known(False), False, True),
    "the word true": (Known("true"), True, False),
    "the word false": (Known("false"), False, True),
    "another word": (Known("yes"), True, True),
    "a number": (Known(1), True, True),
    "unknown": (Unknown(), True, True),
    "redacted": (Redacted(), True, True),
}


@pytest.mark.parametrize("case", FLAGS)
def test_a_flag_might_be_whatever_it_is_not_known_not_to_be(case):
    value, true, false = FLAGS[case]

    assert (may_be(value, True, absent=False), may_be(value, False, absent=True)) == (true, false)


@pytest.mark.parametrize("default", [True, False])
def test_a_flag_that_is_left_out_is_its_default(default):
    assert may_be(Absent(), True, absent=default) is default
    assert may_be(Absent(), False, absent=default) is not default


def test_only_a_known_text_is_a_text():
    assert text(Known("x")) == "x"
    assert [text(one) for one in (Known(7), Unknown(), Redacted(), Absent())] == [None] * 4


def test_only_what_is_not_known_yet_is_pending():
    assert [pending(one) for one in (Unknown(), Known("x"), Redacted(), Absent())] == [
        True,
        False,
        False,
        False,
    ]
