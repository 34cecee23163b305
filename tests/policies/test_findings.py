"""What findings say: never a value, whatever the rule and however its examples break it."""

import pytest
from guardrails import RULES, ChangeRule, MetaRule, in_force
from guardrails.engine.enforcement import EXEMPTIONS, SETTINGS

ABOUT_RESOURCES = [rule for rule in RULES if not isinstance(rule, MetaRule | ChangeRule)]
BAD = {f"{rule.id}: {one.title}": one for rule in ABOUT_RESOURCES for one in rule.bad}


def values(value):
    """The texts inside properties that are long enough to be recognised."""
    match value:
        case str() if len(value) > 5 and "${" not in value:
            yield value
        case dict():
            for one in value.values():
                yield from values(one)
        case list() | tuple():
            for one in value:
                yield from values(one)


@pytest.mark.parametrize("case", BAD)
def test_a_finding_quotes_no_value(case, tmp_path):
    example = BAD[case]
    variables = {}
    for name, text in ((EXEMPTIONS, example.exemptions), (SETTINGS, example.settings)):
        (tmp_path / name).write_text(text)
        variables[name] = str(tmp_path / name)
    written = {
        one for entry in example.resources.values() for one in values(entry.get("properties", {}))
    } - example.resources.keys()

    findings = in_force(variables, RULES).judge(example.declared(), RULES)

    assert findings
    assert [(one.what, text) for one in findings for text in written if text in one.what] == []
