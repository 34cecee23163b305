"""`patless check` as a user runs it: its exit codes, its files, its mistakes in three parts."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from guardrails import RULES
from guardrails.engine import fingerprint, saved

from tests.check.stack import GIT_HUB, PACK_LOADED, REMOVALS, bot, digest, entry, events, state, without

LEGACY = entry(GIT_HUB, "legacy", {"authPersonal": {"personalAccessToken": "[secret]"}})
OLD = entry(GIT_HUB, "old", {"authPersonal": {"personalAccessToken": "[secret]"}})


def test_a_clean_stack_ends_with_0(check, write):
    done = check("--state", write("state.json", state([])))

    assert (done.code, done.err) == (0, "")
    assert done.out.endswith("clean: no finding\n")


def test_a_mandatory_finding_ends_with_1(check, write):
    done = check("--state", write("state.json", state([LEGACY])))

    assert done.code == 1
    assert "mandatory: no-pat-connection (critical) on legacy (ServiceEndpointGitHub)" in done.out
    assert "refused: " in done.out.splitlines()[-1]


def test_advice_ends_with_0(check, write):
    before = [{**entry("patless:index:X", "x"), "custom": True, "protect": True}]
    after = [{**before[0], "protect": False}]

    done = check("--plan", write("plan.json", digest(before, after)))

    assert done.code == 0
    assert "advisory: keeps-protection" in done.out


def test_a_run_that_failed_for_another_reason_ends_with_3(check, write):
    more = [
        {"diagnosticEvent": {"severity": "error", "message": "no such project\n"}},
        {"summaryEvent": {"result": "failed"}},
    ]

    done = check("--plan", write("plan.json", events([], [entry(GIT_HUB, "app")], *more)))

    assert done.code == 3
    assert "no such project" in done.out
    assert "no verdict" in done.out
    assert done.err.count("\n") == 3


def test_a_failed_run_with_findings_ends_with_1(check, write):
    more = [
        {"diagnosticEvent": {"severity": "error", "message": "no such project\n"}},
        {"summaryEvent": {"result": "failed"}},
    ]

    done = check("--plan", write("plan.json", events([], [LEGACY], *more)))

    assert done.code == 1
    assert "The run did not come to its end; the engine said:\n  no such project" in done.out


@pytest.mark.parametrize(
    "words",
    [
        ("--state", "none.json"),
        ("--plan", "none.json"),
        ("--state", "state.json", "--format", "html"),
        ("--state", "state.json", "--output", "report.html"),
        ("--state", "state.json", "--output", "none/report.md"),
        ("--state", "state.json", "--policy-pack-config", "none.json"),
        ("--state", "state.json", "--policy-pack-config", "typo.json"),
        ("--state", "state.json", "--new-only"),
        ("--state", "state.json", "--stack", "contoso"),
        ("--state", "state.json", "--sandbox"),
        ("--state", "-", "--plan", "-"),
        ("--state", ""),
        ("--plan", ""),
        ("--stack", ""),
        ("--state", "state.json", "--policy-pack-config", ""),
        ("--state", "state.json", "--guardrails-from", ""),
        ("--cwd", "none"),
        ("--state", "state.json", "--guardrails-from", "HEAD"),
    ],
)
def test_wrong_usage_ends_with_2_and_says_what_to_do(check, write, words):
    write("state.json", state([]))
    write("typo.json", '{"no-pat-conection": "disabled"}')

    done = check(*words)

    assert done.code == 2
    assert done.err.startswith("patless: ")
    assert "  expected: " in done.err
    assert "  next:     " in done.err
    assert "Traceback" not in done.err


@pytest.mark.parametrize("words", [("--nonsense",), ("surplus",)])
def test_an_option_that_there_is_not_ends_with_2(check, words):
    assert check(*words).code == 2


def test_a_disabled_pack_is_never_green(check, write):
    config = write("off.json", '{"all": "disabled"}')

    done = check("--state", write("state.json", state([])), "--policy-pack-config", config)

    assert done.code == 1
    assert "guardrails-in-force" in done.out


def test_a_disabled_pack_in_the_environment_is_never_green(check, write, monkeypatch):
    config = write("off.json", '{"all": "disabled"}')
    monkeypatch.setenv("PULUMI_OPTION_POLICY_PACK_CONFIG", config)

    assert check("--state", write("state.json", state([]))).code == 1


def test_a_plan_of_a_run_with_a_disabled_pack_is_never_green(check, write):
    done = check("--plan", write("plan.json", events([], [], *PACK_LOADED)))

    assert done.code == 1
    assert "These locked rules were not in force in this run: " in done.out
    assert "no-pat-connection" in done.out


def test_new_only_leaves_out_what_was_there_before(check, write):
    plan = write("plan.json", digest([OLD], [OLD, LEGACY]))

    whole, new = check("--plan", plan), check("--plan", plan, "--new-only")

    assert "on old (" in whole.out
    assert "on old (" not in new.out
    assert "on legacy (" in new.out
    assert new.code == 1
    assert "were there before are not shown" in new.out


def test_new_only_is_clean_where_nothing_bad_is_new(check, write):
    assert check("--plan", write("plan.json", digest([OLD], [OLD])), "--new-only").code == 0


def test_a_resource_that_breaks_a_rule_since_this_change_is_new(check, write):
    fixed = entry(GIT_HUB, "old", {"description": ""})

    assert check("--plan", write("plan.json", digest([fixed], [OLD])), "--new-only").code == 1


def test_what_was_taken_away_is_new(check, write):
    plan = write("plan.json", digest(bot(), without(bot(), "CheckApproval")))

    assert "keeps-approvals" in check("--plan", plan, "--new-only").out


def test_the_state_is_what_was_before(check, write):
    plan = write("plan.json", digest([], [OLD]))

    done = check("--plan", plan, "--state", write("state.json", state([OLD])), "--new-only")

    assert done.code == 0


def test_the_state_comes_from_a_pipe(check, monkeypatch):
    import io

    monkeypatch.setattr("sys.stdin", io.StringIO(state([LEGACY])))

    assert check("--state", "-").code == 1


def test_several_files_are_written_in_one_run(check, write, tmp_path):
    files = ["report.md", "report.json", "report.sarif", "report.xml", "report.txt"]
    words = [word for file in files for word in ("--output", file)]

    done = check("--state", write("state.json", state([LEGACY])), "--format", "json", *words)

    assert json.loads(done.out)["exit_code"] == done.code == 1
    assert (tmp_path / "report.md").read_text().startswith("<!-- patless-check contoso -->")
    assert (tmp_path / "report.json").read_text() == done.out
    assert json.loads((tmp_path / "report.sarif").read_text())["version"] == "2.1.0"
    assert (tmp_path / "report.xml").read_text().startswith("<?xml")
    assert (tmp_path / "report.txt").read_text().endswith("\n")


def test_an_exempt_finding_stays_visible_and_ends_with_0(check, write, monkeypatch):
    # The rule with the least severity allows for the longest exemption; any will do here.
    taken = fingerprint.fingerprint(saved.resource(LEGACY))
    findings = json.loads(check("--state", write("s.json", state([LEGACY])), "--format", "json").out)[
        "findings"
    ]
    monkeypatch.setenv("PATLESS_EXEMPTIONS", write("exemptions.yaml", exemptions(findings, taken)))

    done = check("--state", "s.json")

    assert done.code == 0
    assert "exempt: no-pat-connection" in done.out
    assert "SUP-1" in done.out


def exemptions(findings, taken):
    from datetime import UTC, datetime, timedelta

    tomorrow = (datetime.now(UTC) + timedelta(days=1)).date()
    return "".join(
        f"- rule: {one['rule']}\n"
        f'  resource: "{one["urn"]}"\n'
        "  reason: The app is installed next week, then this goes.\n"
        "  owner: sg-support\n"
        "  ticket: SUP-1\n"
        f"  expires: {tomorrow}\n"
        f'  fingerprint: "{taken}"\n'
        for one in findings
    )


def test_the_profile_of_the_environment_counts(check, write, monkeypatch):
    monkeypatch.setenv("PATLESS_PROFILE", "strict")

    assert "profile strict" in check("--state", write("state.json", state([]))).out


def test_the_manifest_beside_the_program_gives_names_and_lines(check, write, tmp_path):
    folder = tmp_path / "stacks/contoso/workloads/support"
    folder.mkdir(parents=True)
    (tmp_path / "stacks/contoso/organization.yaml").write_text("organization: contoso\n")
    (folder / "bot.yaml").write_text(
        "name: bot\nconnections:\n  azure-support:\n    project: Support\n    azure: {}\n"
    )
    plan = write("plan.json", digest(bot(), without(bot(), "CheckApproval")))

    done = check("--plan", plan, "--output", "o.sarif")

    assert "azure-support of the project Support has to be approved" in done.out
    assert "where:    stacks/contoso/workloads/support/bot.yaml:3" in done.out
    (run,) = json.loads((tmp_path / "o.sarif").read_text())["runs"]
    (place,) = {
        (where["artifactLocation"]["uri"], where["region"]["startLine"])
        for result in run["results"]
        if result["ruleId"] == "keeps-approvals"
        for where in [result["locations"][0]["physicalLocation"]]
    }
    assert place == ("stacks/contoso/workloads/support/bot.yaml", 3)


def test_no_program_ends_with_3(check):
    done = check()

    assert done.code == 3
    assert "there is no Pulumi.yaml in " in done.err


def test_a_mistake_of_the_check_itself_ends_with_3_and_quotes_nothing(check, write, monkeypatch):
    secret = "-".join(("canary", "1234"))

    def fail(*_, **__):
        raise ValueError(secret)

    monkeypatch.setattr("patless.check.report.report", fail)

    done = check("--state", write("state.json", state([])))

    assert done.code == 3
    assert "the check failed with ValueError" in done.err
    assert secret not in done.err


def test_no_engine_ends_with_3(check, monkeypatch, tmp_path):
    monkeypatch.setattr("patless.commands.check.ROOT", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / "Pulumi.yaml").write_text("name: x\nruntime: python\n")

    done = check()

    assert done.code == 3
    assert "the Pulumi engine is not set up" in done.err


def test_every_rule_is_asked_about_a_change_and_about_a_stack_all_but_those_about_changes(check, write):
    plan, stack = write("plan.json", digest([], [])), write("state.json", state([]))

    of_change, of_stack = (
        set(json.loads(check(*given, "--format", "json").out)["guardrails"]["rules"])
        for given in (("--plan", plan), ("--state", stack))
    )

    assert of_change == {rule.id for rule in RULES}
    assert of_change - of_stack == {rule.id for rule in REMOVALS}


def test_a_deliberate_removal_passes_with_an_exemption(check, write, monkeypatch):
    plan = write("plan.json", digest(bot(), without(bot(), "CheckApproval")))
    refused = json.loads(check("--plan", plan, "--format", "json").out)["findings"]
    (removal,) = [one for one in refused if one["rule"] == "keeps-approvals"]
    exemption = {
        "rule": "keeps-approvals",
        "resource": removal["urn"],
        "reason": "The approvers moved to another connection.",
        "owner": "sg-support",
        "ticket": "SUP-12",
        "expires": f"{datetime.now(UTC) + timedelta(days=29):%Y-%m-%d}",
        "fingerprint": removal["fingerprint"],
    }
    monkeypatch.setenv("PATLESS_EXEMPTIONS", write("exemptions.yaml", json.dumps([exemption])))

    done = check("--plan", plan)

    assert "exempt: keeps-approvals" in done.out
    assert "mandatory: keeps-approvals" not in done.out
    assert "-exemptions" not in done.out
