"""What the engine's pack said is joined with what is known of rules, resources and exemptions."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from guardrails import Enforcement, Exemption, Level, MetaRule, ResourceRule, Severity, StackRule
from guardrails.engine.exemptions import Problem
from guardrails.engine.fingerprint import fingerprint
from guardrails.engine.saved import resource

from patless.check.at_ref import Guardrails
from patless.check.log import Log, Violation
from patless.check.verdict import Verdict
from tests.check.stack import GIT_HUB, change, entry

APP = entry(GIT_HUB, "app", {"description": "d"})
COMMON = {
    "severity": Severity.HIGH,
    "level": Level.MANDATORY,
    "threat": "Somebody gets in.",
    "fix": "Take it out.",
}
ONE = ResourceRule(
    id="one", title="One is kept.", types=re.compile(GIT_HUB), check=lambda *_: ["Ours."], **COMMON
)
STACK = StackRule(
    id="stack", title="The stack is kept.", check=lambda all_, _: [(one, "Ours.") for one in all_], **COMMON
)
EXEMPTION = Exemption(
    rule="one",
    resource=APP["urn"],
    reason="r" * 20,
    owner="sg-support",
    ticket="SUP-1",
    expires=datetime(2099, 1, 31, tzinfo=UTC),
    fingerprints=("no longer these",),
    source="policies/exemptions.yaml:1",
)


def said(rule, what, level="mandatory", urn=APP["urn"]):
    return Violation("patless", rule.id, level, "high", urn, f"{rule.title}\n{what}\nFix: {rule.fix}\n")


def log(*violations, **more):
    asked = {"resource_rules": {"one"}, "stack_rules": {"stack", "meta", "exempt"}, "packs": {"patless": "1"}}
    return Log(list(violations), **{**asked, "judged": {APP["urn"]}, "stack_judged": True, **more})


def findings(report):
    return [(one.rule, one.what, one.level) for one in report.findings]


def test_in_our_own_run_the_words_of_the_engine_count(examine):
    subject = change([], [APP], log=log(said(ONE, "Theirs.")), ours=True)

    assert findings(examine(subject, [ONE, STACK])) == [("one", "Theirs.", Level.MANDATORY)]


def test_a_resource_that_the_engine_left_out_is_judged_here(examine):
    left_out = entry(GIT_HUB, "left-out", {"description": "d"})
    subject = change([], [APP, left_out], log=log(), ours=True)

    assert [(one.rule, one.name) for one in examine(subject, [ONE]).findings] == [("one", "left-out")]


def test_a_rule_that_the_engine_did_not_ask_is_asked_here(examine):
    ran = log(stack_rules=set(), stack_judged=False)

    report = examine(change([], [APP], log=ran, ours=True), [ONE, STACK])

    assert findings(report) == [("stack", "Ours.", Level.MANDATORY)]


def test_of_a_saved_run_the_rules_about_one_resource_are_asked_here(examine):
    report = examine(change([], [APP], log=log()), [ONE, STACK])

    assert [one.rule for one in report.findings] == ["one", "stack"]


def test_of_a_saved_run_without_dependencies_the_engine_counts_for_rules_about_the_stack(examine):
    report = examine(change([], [APP], log=log(said(STACK, "Theirs.")), traced=False), [ONE, STACK])

    assert findings(report) == [
        ("one", "Ours.", Level.MANDATORY),
        ("stack", "Theirs.", Level.MANDATORY),
    ]


def test_a_finding_knows_its_resource_and_how_to_exempt_it(examine):
    (finding,) = examine(change([], [APP], log=log(said(ONE, "T.")), ours=True), [ONE, STACK]).findings

    assert (finding.name, finding.type, finding.urn) == ("app", GIT_HUB, APP["urn"])
    assert (finding.expected, finding.fix) == (ONE.title, ONE.fix)
    assert finding.fingerprint


def test_why_an_exemption_does_not_count_is_told(examine):
    violation = said(ONE, "Theirs.")
    lapsed = replace(violation, message=f"{violation.message.strip()}\nThe exemption is over.\n")

    (finding,) = examine(change([], [APP], log=log(lapsed), ours=True), [ONE, STACK]).findings

    assert (finding.what, finding.note) == ("Theirs.", "The exemption is over.")


def test_what_the_engine_calls_exempt_is_exempt_and_visible(examine):
    exempt = Violation(
        "patless",
        "exempt",
        "advisory",
        "",
        APP["urn"],
        f"What breaks a rule…\nExempt {EXEMPTION.terms} from one: Theirs.\n",
    )
    subject = change([], [APP], log=log(exempt), ours=True)

    report = examine(subject, [ONE, STACK], enforcement=Enforcement(exemptions=[EXEMPTION]))

    ((rule, what, level),) = findings(report)
    assert (rule, what, level) == ("one", "Theirs.", Level.ADVISORY)
    assert report.findings[0].exemption is EXEMPTION
    assert report.verdict == 0


@pytest.mark.parametrize("exemptions", [[], [EXEMPTION]])
def test_what_is_wrong_with_a_resource_is_new_when_the_change_touches_its_inputs(examine, exemptions):
    old, new = ({**APP, "inputs": {"url": url}} for url in ("old", "new"))
    granted = [replace(one, fingerprints=(fingerprint(resource(old)),)) for one in exemptions]

    same, worse = (
        examine(change([old], [after]), [ONE], enforcement=Enforcement(exemptions=granted), new_only=True)
        for after in (old, new)
    )

    assert (findings(same), same.left_out) == ([], 1)
    assert findings(worse) == [("one", "Ours.", Level.MANDATORY)]


ENDS = {"advisory": Verdict.COULD_NOT_RUN, "mandatory": Verdict.CLEAN}


@pytest.mark.parametrize("level", ENDS)
def test_a_run_that_failed_is_clean_only_where_the_pack_stopped_it(examine, level):
    ran = log(said(ONE, "Ours.", level), failed=True)
    rule = replace(ONE, level=Level(level))

    report = examine(change([APP], [APP], log=ran, ours=True), [rule], new_only=True)

    assert (report.findings, report.left_out, report.verdict) == ([], 1, ENDS[level])


def test_a_credential_in_the_environment_is_never_an_earlier_one(examine):
    provider = entry("pulumi:providers:azuredevops", "contoso", {"useOidc": "true"})
    environment = {"AZDO_PERSONAL_ACCESS_TOKEN": "x", "CI": "true"}
    subject = change([provider], [provider], ours=True)

    report = examine(subject, guardrails=Guardrails(Path("policies"), environment), new_only=True)

    assert {one.rule for one in report.mandatory} >= {"no-credential-in-environment"}


def test_an_update_that_tells_what_its_preview_told_tells_it_once(examine):
    subject = change([], [APP], log=log(said(ONE, "Theirs."), said(ONE, "Theirs.")), ours=True)

    assert len(examine(subject, [ONE, STACK]).findings) == 1


def test_a_rule_about_the_guardrails_sees_what_the_engine_found(examine):
    seen = []

    def count(_, __, found):
        seen.extend(one.what for one in found)
        return [("policies/exemptions.yaml:1", "It is old.")]

    meta = MetaRule(id="meta", title="All is well.", check=count, **COMMON)

    report = examine(change([], [APP], log=log(said(ONE, "Theirs.")), ours=True), [ONE, STACK, meta])

    assert seen == ["Theirs."]
    assert ("meta", "It is old.", Level.MANDATORY) in findings(report)


def test_what_only_the_engine_finds_about_the_guardrails_is_never_lost(examine):
    meta = MetaRule(id="meta", title="All is well.", check=lambda *_: [], **COMMON)
    theirs = said(meta, "policies/exemptions.yaml:1: It is old.", urn="")

    report = examine(change([], [APP], log=log(theirs), ours=True), [ONE, STACK, meta])

    assert [(one.rule, one.level) for one in report.findings] == [("meta", Level.MANDATORY)]


def test_a_refusal_of_the_program_itself_is_no_second_finding(examine):
    refused = log(said(ONE, "Theirs."), errors=["Theirs.\n  rule: one"], failed=True)

    report = examine(change([], [APP], log=refused, ours=True), [ONE, STACK])

    assert report.whole
    assert report.verdict == 1


def test_a_run_that_failed_without_a_word_is_no_clean_one(examine):
    assert examine(change([], [], log=Log(failed=True)), []).verdict == 3


def test_a_crashed_rule_is_mandatory_even_where_it_is_advice(examine):
    crashing = replace(ONE, level=Level.ADVISORY, check=lambda *_: 1 / 0)

    (finding,) = examine(change([], [APP]), [crashing]).findings

    assert (finding.rule, finding.level, finding.crashed) == ("one", Level.MANDATORY, True)


@pytest.mark.parametrize("field", ["mistakes", "problems"])
def test_a_file_that_cannot_be_used_is_never_lost(examine, field):
    wrong = Enforcement(**{field: [Problem("policies/exemptions.yaml:3", "The end is missing.")]})

    (finding,) = examine(change([], []), [], enforcement=wrong).findings

    assert (finding.source, finding.level) == ("policies/exemptions.yaml:3", Level.MANDATORY)
