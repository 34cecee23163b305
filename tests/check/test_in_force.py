"""The rules that should be in force are: what disables or lowers them is never green."""

import json
import re

import pytest
from guardrails import RULES, Enforcement, Level, Profile, ResourceRule, Severity

from patless.check import pack_config
from patless.check.in_force import RULE
from patless.check.log import Log, Violation
from patless.errors import PatlessError
from tests.check.stack import GIT_HUB, change, entry

LOCKED = next(rule for rule in RULES if rule.locked and isinstance(rule, ResourceRule))
FREE = next(rule for rule in RULES if not rule.locked and isinstance(rule, ResourceRule))
EVERY = {rule.id for rule in RULES}


def told(report):
    return [(one.level, one.what) for one in report.findings if one.rule == RULE]


def log(rules, **more):
    return Log(resource_rules=set(rules), stack_rules=set(rules), judged={"urn:x::y::z::n"}, **more)


def test_a_run_in_which_every_rule_was_in_force_is_clean(examine):
    assert told(examine(change([], [], log=log(EVERY)))) == []


def test_a_run_without_a_pack_is_judged_here(examine):
    assert told(examine(change([], []))) == []


def test_a_locked_rule_that_was_disabled_is_a_mandatory_finding(examine):
    ((level, what),) = told(examine(change([], [], log=log(EVERY - {LOCKED.id}))))

    assert level is Level.MANDATORY
    assert what == f"These locked rules were not in force in this run: {LOCKED.id}."


def test_another_rule_that_was_disabled_is_told(examine):
    ((level, what),) = told(examine(change([], [], log=log(EVERY - {FREE.id}))))

    assert level is Level.ADVISORY
    assert FREE.id in what


def test_a_rule_that_is_disabled_by_its_profile_is_not_missed(examine):
    baseline = Enforcement(profile=Profile.BASELINE)
    asked = {rule.id for rule in RULES if baseline.level(rule) is not Level.DISABLED}

    assert told(examine(change([], [], log=log(asked)), enforcement=baseline)) == []


def test_a_locked_rule_that_was_lowered_is_a_mandatory_finding(examine):
    violation = Violation("patless", LOCKED.id, "advisory", "critical", "urn", "…")

    ((level, what),) = told(examine(change([], [], log=log(EVERY, violations=[violation]))))

    assert level is Level.MANDATORY
    assert what == f"These locked rules were only advice in this run: {LOCKED.id}."


def test_a_violation_counts_at_the_level_that_the_rule_has(examine):
    found = entry(GIT_HUB, "legacy")
    violation = Violation("patless", "no-pat-connection", "advisory", "critical", found["urn"], "It does.")
    subject = change([], [found], log=log(EVERY, violations=[violation]), ours=True)

    (finding,) = [one for one in examine(subject).findings if one.rule == "no-pat-connection"]

    assert finding.level is Level.MANDATORY
    assert finding.what == "It does."


def test_a_rule_that_could_not_be_evaluated_is_a_mandatory_finding(examine):
    violation = Violation(
        "patless", LOCKED.id, "advisory", "", "urn:x::y::z::n", "can't run policy 'x' during"
    )

    report = examine(change([], [], log=log(EVERY, violations=[violation])))

    assert [(one.rule, one.level) for one in report.findings] == [(LOCKED.id, Level.MANDATORY)]


def test_a_violation_of_another_pack_is_a_finding_that_quotes_nothing(examine):
    violation = Violation("aws", "no-public-bucket", "mandatory", "high", "urn:x::y::z::n", "canary")

    (finding,) = examine(change([], [], log=log(EVERY, violations=[violation]))).findings

    assert finding.rule == "aws/no-public-bucket"
    assert finding.level is Level.MANDATORY
    assert finding.severity is Severity.HIGH
    assert "canary" not in str(finding)


@pytest.fixture
def config(tmp_path):
    def write(content):
        path = tmp_path / "config.json"
        path.write_text(content if isinstance(content, str) else json.dumps(content))
        return str(path)

    return write


@pytest.mark.parametrize(
    "content",
    [
        {"all": "disabled"},
        {"all": "advisory"},
        {"all": {"enforcementLevel": "disabled"}},
        {LOCKED.id: "disabled"},
        {LOCKED.id: {"enforcementLevel": "advisory"}},
        {"all": "mandatory", LOCKED.id: "disabled"},
    ],
)
def test_a_configuration_never_lowers_a_locked_rule(examine, config, content):
    read = pack_config.read(config(content), RULES)
    pat = entry(GIT_HUB, "legacy", {"authPersonal": {"personalAccessToken": "[secret]"}})

    report = examine(change([], [pat]), config=read)

    ((level, what),) = told(report)
    assert level is Level.MANDATORY
    assert LOCKED.id in what
    assert "no-pat-connection" in {one.rule for one in report.mandatory}
    assert LOCKED.id not in read.for_engine(Enforcement(), RULES)


def test_a_configuration_may_choose_about_the_other_rules(examine, config):
    read = pack_config.read(config({FREE.id: "disabled"}), RULES)

    report = examine(change([], [], log=log(EVERY - {FREE.id})), config=read)

    assert report.findings == []
    assert read.for_engine(Enforcement(), RULES) == {FREE.id: {"enforcementLevel": "disabled"}}


def test_a_configuration_may_raise_a_locked_rule(config):
    read = pack_config.read(config({"all": "mandatory"}), RULES)

    assert list(read.findings(Enforcement(), RULES)) == []


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (
            {"no-pat-conection": "disabled"},
            'There is no rule "no-pat-conection"; did you mean no-pat-connection?',
        ),
        ({"keeps-checks": "disabled"}, 'The pack never asks "keeps-checks"'),
        ({LOCKED.id: "of"}, "has a level that there is not"),
        ({LOCKED.id: {"level": "advisory"}}, 'There is no setting "level"'),
        ({LOCKED.id: 1}, "has to be a level, or a mapping"),
        ("[]", "holds something else"),
        ("{", "is not JSON"),
    ],
)
def test_unknown_names_and_keys_are_errors(config, content, words):
    with pytest.raises(PatlessError, match=re.escape(words)):
        pack_config.read(config(content), RULES)


def test_a_mistake_in_the_settings_is_never_lost(examine):
    from guardrails.engine.exemptions import Problem

    wrong = Enforcement(mistakes=[Problem("policies/guardrails.yaml:2", "There is no such rule.")])

    report = examine(change([], []), rules=[], enforcement=wrong)

    assert told(report) == [(Level.MANDATORY, "There is no such rule.")]
