"""Settings: what values they take, and how the engine is told of them."""

import pytest
from guardrails import Setting, Shape
from guardrails.engine.setting import complaints, flag, number, text, texts

TAKEN = {
    Shape.TEXT: (["", "x"], [1, True, None, ["x"]]),
    Shape.NUMBER: ([0, 7, 2.0], ["7", True, None, 1.5]),
    Shape.FLAG: ([True, False], ["true", 1, None]),
    Shape.TEXTS: ([[], ["x"], ("x", "y")], ["x", [1], None]),
}


@pytest.mark.parametrize("shape", Shape)
def test_a_setting_takes_values_of_its_kind_alone(shape):
    setting = Setting(None, "Something.", shape)
    good, bad = TAKEN[shape]

    assert [value for value in good if not setting.takes(value)] == []
    assert [value for value in bad if setting.takes(value)] == []


@pytest.mark.parametrize(
    ("shape", "default", "expected"),
    [
        (Shape.TEXT, "x", {"type": "string", "default": "x"}),
        (Shape.NUMBER, 3, {"type": "integer", "default": 3}),
        (Shape.FLAG, True, {"type": "boolean", "default": True}),
        (Shape.TEXTS, ("x",), {"type": "array", "items": {"type": "string"}, "default": ["x"]}),
    ],
)
def test_a_setting_is_described_in_json_schema(shape, default, expected):
    assert Setting(default, "Something.", shape).schema(default) == expected | {"description": "Something."}


def test_unknown_names_and_wrong_kinds_are_complained_about_with_what_there_is():
    settings = {"least": Setting(1, "How many.", Shape.NUMBER)}

    assert list(complaints(settings, {"least": "many", "most": 2})) == [
        'The setting "least" has to be a whole number.',
        'There is no setting "most"; there are: least.',
    ]
    assert list(complaints({}, {"most": 2})) == ['There is no setting "most"; there are: none.']
    assert list(complaints(settings, {"least": 2})) == []


def test_values_are_read_in_their_kind():
    config = {"name": "x", "least": 2.0, "strict": True, "allowed": ["a", "b"]}

    assert text(config, "name") == "x"
    assert (number(config, "least"), type(number(config, "least"))) == (2, int)
    assert flag(config, "strict") is True
    assert texts(config, "allowed") == ("a", "b")
