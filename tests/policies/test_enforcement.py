"""What is in force: levels, settings and exemptions, and what becomes of a finding."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from guardrails import (
    RULES,
    Enforcement,
    Exemption,
    Level,
    MetaRule,
    Profile,
    Props,
    Resource,
    ResourceRule,
    Setting,
    Severity,
    Shape,
    StackRule,
    in_force,
)
from guardrails.engine import enforcement
from guardrails.engine.settings import Choice

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
URN = "urn:pulumi:dev::p::x:y:Bot::ci"
BOT = Resource("x:y:Bot", "ci", Props({"host": "a"}), urn=URN)
TOLD = {
    "title": "There are no bots.",
    "severity": Severity.LOW,
    "threat": "Bots take over.",
    "fix": "Take it out.",
}


def rule(check=lambda resource, config: ["It is a bot."], **more):
    return ResourceRule(
        **(
            TOLD
            | {"id": "no-bots", "level": Level.MANDATORY, "types": re.compile("x:y:.*"), "check": check}
            | more
        )
    )


def crash(resource, config):
    raise ValueError


def exemption(**changes):
    given = {
        "rule": "no-bots",
        "resource": URN,
        "reason": "They are needed until spring.",
        "owner": "sg-support",
        "ticket": "SUP-12",
        "expires": NOW + timedelta(days=1),
        "fingerprints": (fingerprint_of(BOT),),
        "source": "exemptions.yaml:1",
    }
    return Exemption(**(given | changes))


def fingerprint_of(resource):
    (finding,) = Enforcement().evaluate(resource, [rule()])
    return finding.fingerprint


def judge(enforcement, *rules, resource=BOT):
    (finding,) = enforcement.judge([resource], rules or [rule()])
    return finding


LEVELS = {
    # Of a rule that is: secretless, locked; in baseline, standard, strict, audit.
    (True, True): ["mandatory", "mandatory", "mandatory", "advisory"],
    (True, False): ["mandatory", "mandatory", "mandatory", "advisory"],
    (False, True): ["mandatory", "mandatory", "mandatory", "advisory"],
    (False, False): ["disabled", "mandatory", "mandatory", "advisory"],
}


@pytest.mark.parametrize("kind", LEVELS)
def test_the_profile_decides_on_the_level(kind):
    secretless, locked = kind
    made = rule(secretless=secretless, locked=locked)

    assert [Enforcement(profile).level(made) for profile in Profile] == LEVELS[kind]


def test_a_rule_may_have_another_level_in_a_profile_but_not_in_audit():
    made = rule(
        level=Level.ADVISORY, levels={Profile.STRICT: Level.MANDATORY, Profile.AUDIT: Level.MANDATORY}
    )

    assert [Enforcement(profile).level(made) for profile in Profile] == [
        "disabled",
        "advisory",
        "mandatory",
        "advisory",
    ]


def test_a_locked_rule_has_its_level_in_every_profile_but_audit():
    others = set(Profile) - {Profile.AUDIT}

    lowered = [
        (made.id, profile)
        for made in RULES
        for profile in others
        if made.locked and Enforcement(profile).level(made) is not made.level
    ]

    assert lowered == []


def test_a_level_that_is_chosen_counts_but_not_in_audit():
    choices = {"no-bots": Choice(Level.ADVISORY)}

    assert Enforcement(choices=choices).level(rule()) is Level.ADVISORY
    assert Enforcement(choices={"no-bots": Choice(Level.MANDATORY)}, profile=Profile.AUDIT).level(rule()) == (
        Level.ADVISORY
    )


def test_settings_without_a_level_leave_the_level_alone():
    assert Enforcement(choices={"no-bots": Choice(None, {"least": 2})}).level(rule()) is Level.MANDATORY


def test_an_exemption_counts_until_its_last_moment():
    assert judge(Enforcement(exemptions=[exemption(expires=NOW)], now=NOW)).exemption is not None


def test_a_disabled_rule_is_not_asked():
    assert Enforcement(Profile.BASELINE).judge([BOT], [rule(crash)]) == []
    assert Enforcement(choices={"no-bots": Choice(Level.DISABLED)}).judge([BOT], [rule()]) == []


def test_a_finding_has_the_level_in_force():
    assert judge(Enforcement()).level is Level.MANDATORY
    assert judge(Enforcement(Profile.AUDIT)).level is Level.ADVISORY


def test_a_rule_that_fails_stops_the_deployment_but_not_in_audit():
    assert judge(Enforcement(), rule(crash, level=Level.ADVISORY)).level is Level.MANDATORY
    assert judge(Enforcement(Profile.AUDIT), rule(crash)).level is Level.ADVISORY


def test_a_rule_gets_its_settings_with_what_was_chosen():
    made = rule(
        lambda resource, config: [f"{config['least']} {config['most']}"],
        settings={"least": Setting(1, "x", Shape.NUMBER), "most": Setting(9, "x", Shape.NUMBER)},
    )

    assert judge(Enforcement(), made).what == "1 9"
    assert judge(Enforcement(choices={"no-bots": Choice(None, {"most": 5})}), made).what == "1 5"


def test_an_exempt_finding_is_advice_and_says_until_when():
    finding = judge(Enforcement(exemptions=[exemption()], now=NOW))

    assert finding.level is Level.ADVISORY
    assert finding.exemption == exemption()
    assert (
        finding.message == "Exempt until 2026-11-24 12:00 UTC (SUP-12, sg-support) from no-bots: It is a bot."
    )


COUNT_NO_MORE = {
    "another rule": {"rule": "no-cats"},
    "another resource": {"resource": URN + "2"},
    "ended": {"expires": NOW - timedelta(seconds=1)},
    "other inputs": {"fingerprints": ("host:0000000000000000",)},
    "no fingerprint": {"fingerprints": ()},
}


@pytest.mark.parametrize("case", COUNT_NO_MORE)
def test_an_exemption_that_does_not_fit_lets_nothing_pass(case):
    finding = judge(Enforcement(exemptions=[exemption(**COUNT_NO_MORE[case])], now=NOW))

    assert (finding.level, finding.exemption) == (Level.MANDATORY, None)


@pytest.mark.parametrize(
    ("changes", "note"),
    [
        (
            {"expires": NOW - timedelta(hours=1)},
            "The exemption from this rule ended on 2026-11-23 11:00 UTC.",
        ),
        (
            {"fingerprints": ()},
            "The exemption from this rule counts no more, because inputs have changed (all); "
            "the fingerprint is {} now.",
        ),
        (
            {"fingerprints": ("host:0", "host:0,port:1")},
            "The exemption from this rule counts no more, because inputs have changed (host); "
            "the fingerprint is {} now.",
        ),
    ],
)
def test_a_finding_says_why_its_exemption_does_not_count(changes, note):
    finding = judge(Enforcement(exemptions=[exemption(**changes)], now=NOW))

    assert finding.note == note.format(fingerprint_of(BOT))
    assert finding.message == f"It is a bot.\nFix: Take it out.\n{finding.note}"


def test_one_of_several_fingerprints_is_enough():
    one = exemption(fingerprints=("host:0", fingerprint_of(BOT)))

    assert judge(Enforcement(exemptions=[one], now=NOW)).exemption == one


def test_in_an_emergency_no_fingerprint_is_needed_but_one_that_is_given_counts():
    bare = exemption(incident="INC-7", fingerprints=())
    other = exemption(incident="INC-7", fingerprints=("host:0",))

    assert judge(Enforcement(exemptions=[bare], now=NOW)).exemption == bare
    assert judge(Enforcement(exemptions=[other], now=NOW)).exemption is None


def test_a_rule_that_fails_and_a_resource_without_a_urn_are_never_exempt():
    enforcement = Enforcement(exemptions=[exemption(incident="INC-7", fingerprints=())], now=NOW)

    assert judge(enforcement, rule(crash)).exemption is None
    assert judge(enforcement, resource=Resource("x:y:Bot", "ci", Props({}))).exemption is None


def test_everything_is_judged_resources_then_the_stack_then_what_is_in_force():
    stack = StackRule(
        **TOLD, id="no-copies", level=Level.MANDATORY, check=lambda found, config: [(BOT, "Copies.")]
    )
    meta = MetaRule(
        **TOLD,
        id="no-trust",
        level=Level.MANDATORY,
        check=lambda enforcement, resources, findings: [
            ("file.yaml:1", f"{len(resources)} {len(findings)} {enforcement.profile}")
        ],
    )

    found = Enforcement().judge([BOT], [meta, stack, rule()])

    assert [(one.rule, one.what, one.source) for one in found] == [
        ("no-bots", "It is a bot.", ""),
        ("no-copies", "Copies.", ""),
        ("no-trust", "1 2 standard", "file.yaml:1"),
    ]
    assert found[-1].message.startswith("file.yaml:1: 1 2 standard\nFix: ")


def test_a_meta_rule_that_fails_is_a_finding():
    def fail(*_):
        raise ValueError("canary-1234")

    meta = MetaRule(**TOLD, id="no-trust", level=Level.ADVISORY, check=fail)

    (finding,) = Enforcement().judge([], [meta])

    assert (finding.crashed, finding.level) == (True, Level.MANDATORY)
    assert "canary" not in str(finding)


@pytest.fixture
def files(tmp_path):
    """The variables that name files with some text."""

    def write(**texts):
        for name, text in texts.items():
            (tmp_path / name).write_text(text)
        return {name: str(tmp_path / name) for name in texts}

    return write


def test_without_files_and_variables_the_profile_is_standard():
    found = in_force({}, RULES, NOW)

    assert (found.profile, found.now) == (Profile.STANDARD, NOW)
    assert (found.problems, found.mistakes) == ([], [])


def test_files_are_read_from_where_the_variables_say(files):
    variables = files(
        PATLESS_GUARDRAILS="profile: strict\n",
        PATLESS_EXEMPTIONS=f"""
- rule: no-inline-secret
  resource: {URN}
  reason: They are needed until spring.
  owner: sg-support
  ticket: SUP-12
  expires: 2026-12-01
  fingerprint: none
- rule: valid-settings
""",
    )

    enforcement = in_force(variables, RULES, NOW)

    assert enforcement.profile is Profile.STRICT
    assert [one.rule for one in enforcement.exemptions] == ["no-inline-secret"]
    # Nobody is exempt from a rule about the guardrails.
    assert 'There is no rule "valid-settings" from which an exemption can be had.' in [
        one.what for one in enforcement.problems
    ]
    assert {one.source for one in enforcement.problems} == {f"{variables['PATLESS_EXEMPTIONS']}:9"}


def test_without_variables_the_files_beside_the_pack_are_read(tmp_path, monkeypatch):
    monkeypatch.setattr(enforcement, "HOME", tmp_path)
    assert (in_force({}, RULES).problems, in_force({}, RULES).mistakes) == ([], [])

    (tmp_path / "guardrails.yaml").write_text("profile: strict\nrule: x\n")
    (tmp_path / "exemptions.yaml").write_text("hello\n")
    found = in_force({}, RULES)

    assert found.profile is Profile.STRICT
    assert [one.source for one in found.mistakes] == ["policies/guardrails.yaml:2"]
    assert [one.source for one in found.problems] == ["policies/exemptions.yaml:1"]


def test_the_files_beside_the_pack_are_in_order():
    assert enforcement.HOME.name == "policies"
    assert (in_force({}, RULES).problems, in_force({}, RULES).mistakes) == ([], [])


def test_the_variable_wins_over_the_files_profile(files):
    variables = files(PATLESS_GUARDRAILS="profile: strict\n")

    assert in_force(variables | {"PATLESS_PROFILE": "baseline"}, RULES).profile is Profile.BASELINE


def test_a_profile_that_there_is_not_is_a_mistake_and_counts_as_none(files):
    enforcement = in_force(files(PATLESS_GUARDRAILS="profile: strict\n") | {"PATLESS_PROFILE": "lax"}, RULES)

    assert enforcement.profile is Profile.STRICT
    assert [one.source for one in enforcement.mistakes] == ["PATLESS_PROFILE"]


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"])
def test_a_file_that_cannot_be_read_lets_nothing_pass_and_is_told(content, tmp_path):
    path = tmp_path / "file.yaml"
    if content:
        path.write_bytes(content)

    enforcement = in_force({"PATLESS_EXEMPTIONS": str(path), "PATLESS_GUARDRAILS": str(path)}, RULES)

    assert [one.what for one in enforcement.problems] == ["The file cannot be read."]
    assert [one.what for one in enforcement.mistakes] == ["The file cannot be read."]
