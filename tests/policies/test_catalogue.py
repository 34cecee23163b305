"""The catalogue: every rule as plain data."""

import json

from guardrails import RULES, Profile, catalogue

ENTRIES = {entry["id"]: entry for entry in catalogue(RULES)}


def test_every_rule_is_there_as_data_that_json_can_hold():
    assert list(ENTRIES) == [rule.id for rule in RULES]
    assert json.loads(json.dumps(list(ENTRIES.values()))) == list(ENTRIES.values())


def test_an_entry_tells_what_the_rule_tells():
    for rule in RULES:
        entry = ENTRIES[rule.id]
        assert (entry["title"], entry["threat"], entry["fix"]) == (rule.title, rule.threat, rule.fix)
        assert entry["levels"] == {profile.value: rule.level_in(profile).value for profile in Profile}
        assert entry["page"] == f"docs/reference/rules/{rule.id}.md"
        assert entry["about"] in ("resource", "stack", "change", "guardrails")
        assert set(entry["settings"]) == set(rule.settings)
        assert len(entry["examples"]["bad"]) == len(rule.bad)
