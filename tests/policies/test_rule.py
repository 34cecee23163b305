"""Rules: what they find, and that one which fails is a finding itself."""

import re
from pathlib import Path

import guardrails
import pytest
from guardrails import (
    Finding,
    Level,
    Props,
    Resource,
    ResourceRule,
    Severity,
    StackRule,
    evaluate,
    evaluate_stack,
)

CANARY = "canary-1234"
BOT = Resource("x:y:Bot", "ci", Props({"token": CANARY}), urn="urn:pulumi:dev::p::x:y:Bot::ci")


def rule(check, kind=ResourceRule, level=Level.ADVISORY, **more):
    if kind is ResourceRule:
        more.setdefault("types", re.compile("x:y:.*"))
    return kind(
        id="no-bots",
        title="There are no bots.",
        severity=Severity.LOW,
        level=level,
        threat="Bots take over.",
        fix="Take it out.",
        check=check,
        **more,
    )


def crash(resource, config):
    raise ValueError(f"cannot digest {CANARY}")


def crash_late(resource, config):
    yield "It is a bot."
    raise ValueError(f"cannot digest {CANARY}")


def test_a_finding_says_which_rule_which_resource_and_what_to_do():
    (finding,) = evaluate(BOT, [rule(lambda resource, config: ["It is a bot."])])

    assert finding == Finding(
        rule="no-bots",
        expected="There are no bots.",
        what="It is a bot.",
        fix="Take it out.",
        level=Level.ADVISORY,
        severity=Severity.LOW,
        type="x:y:Bot",
        name="ci",
        urn="urn:pulumi:dev::p::x:y:Bot::ci",
        fingerprint="none",
    )
    assert finding.message == "It is a bot.\nFix: Take it out."


def test_a_rule_is_not_asked_about_other_types():
    assert evaluate(BOT, [rule(crash, types=re.compile("x:z:Bot|x:y"))]) == []


@pytest.mark.parametrize("level", Level)
@pytest.mark.parametrize("check", [crash, crash_late])
def test_a_rule_that_fails_is_a_mandatory_finding_that_names_it_and_quotes_nothing(check, level):
    finding = evaluate(BOT, [rule(check, level=level)])[-1]

    assert (finding.rule, finding.level, finding.crashed) == ("no-bots", Level.MANDATORY, True)
    assert (finding.name, finding.type, finding.urn) == (BOT.name, BOT.type, BOT.urn)
    assert "no-bots" in finding.message
    assert "ValueError" in finding.message
    assert CANARY not in str(finding)


def test_what_a_rule_found_before_it_failed_is_kept():
    first, second = evaluate(BOT, [rule(crash_late)])

    assert (first.what, first.crashed, second.crashed) == ("It is a bot.", False, True)


def test_one_rule_that_fails_does_not_silence_the_next():
    findings = evaluate(BOT, [rule(crash), rule(lambda resource, config: ["It is a bot."])])

    assert [finding.crashed for finding in findings] == [True, False]


def test_a_stack_rule_sees_all_resources_and_names_the_one_that_is_wrong():
    copies = rule(lambda resources, config: [(resources[1], "It is a copy.")], StackRule)

    (finding,) = evaluate_stack([BOT, Resource("x:y:Bot", "copy", Props({}))], [copies])

    assert (finding.name, finding.what) == ("copy", "It is a copy.")


def test_a_stack_rule_that_fails_is_a_mandatory_finding_that_names_it_and_quotes_nothing():
    (finding,) = evaluate_stack([BOT], [rule(crash, StackRule)])

    assert (finding.rule, finding.level, finding.crashed) == ("no-bots", Level.MANDATORY, True)
    assert CANARY not in str(finding)


def test_resource_rules_and_stack_rules_are_kept_apart():
    rules = [rule(crash), rule(crash, StackRule)]

    assert len(evaluate(BOT, rules)) == 1
    assert len(evaluate_stack([BOT], rules)) == 1


def test_every_rule_file_is_in_the_registry_under_its_own_name():
    folder = next(iter(guardrails.__path__))
    modules = Path(folder).glob("rules/*.py")
    files = {path.stem for path in modules if path.stem != "__init__"}

    assert {rule.id.replace("-", "_") for rule in guardrails.RULES} == files
    assert len(files) == len(guardrails.RULES)


def test_every_rule_explains_itself_in_sentences():
    texts = [text for rule in guardrails.RULES for text in (rule.title, rule.threat, rule.fix)]

    assert [text for text in texts if not re.fullmatch(r"[A-Z].*\.", text)] == []
    assert [rule.id for rule in guardrails.RULES if not rule.references] == []
    assert [rule.id for rule in guardrails.RULES if not re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.id)] == []
    settings = [setting for rule in guardrails.RULES for setting in rule.settings.values()]
    assert [setting for setting in settings if not re.fullmatch(r"[A-Z].*\.", setting.description)] == []
    assert [setting for setting in settings if not setting.takes(setting.default)] == []
