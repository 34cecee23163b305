"""Every format tells the access diff first, then the findings; and none of them a secret."""

import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from guardrails import RULES, Enforcement, Exemption, Level, Reference, ResourceRule, Severity
from guardrails.engine.fingerprint import fingerprint
from guardrails.engine.saved import resource

from patless.check.formats import FORMATS, named, of_file
from patless.check.formats.markdown import LARGEST
from patless.check.log import Log
from patless.errors import PatlessError
from tests.check.sarif import problems, suppressions
from tests.check.stack import GIT_HUB, REMOVALS, bot, change, entry, without
from tests.policies.canary import CANARY, EVERYTHING, planted, quoted_in


def rule(id_, level, types=GIT_HUB):
    return ResourceRule(
        id=id_,
        title=f"The rule {id_} is kept.",
        severity=Severity.HIGH,
        level=level,
        threat="Somebody gets in.",
        fix="Take it out.",
        references=(Reference("CICD-SEC-6", "https://example.org/6"),),
        types=re.compile(types),
        check=lambda one, _: ["It is <b>there</b> & so on."] if one.props.has("authPersonal") else [],
    )


HARD, SOFT, WAIVED = (
    rule("hard", Level.MANDATORY),
    rule("soft", Level.ADVISORY),
    rule("waived", Level.MANDATORY),
)
LEGACY = entry(GIT_HUB, "legacy", {"authPersonal": {}}, sourcePosition="project:///__main__.py#7")
APP = entry(GIT_HUB, "app", {"description": "d"})
EXEMPTION = Exemption(
    rule="waived",
    resource=LEGACY["urn"],
    reason="Moves to the app next week.",
    owner="sg-support",
    ticket="SUP-1",
    expires=datetime(2099, 1, 31, tzinfo=UTC),
    fingerprints=(fingerprint(resource(LEGACY)),),
    source="policies/exemptions.yaml:1",
)


@pytest.fixture
def report(examine):
    enforcement = Enforcement(exemptions=[EXEMPTION])
    before, after = bot(), [*without(bot(), "CheckApproval"), LEGACY, APP]
    return examine(change(before, after), [HARD, SOFT, WAIVED, *REMOVALS], enforcement=enforcement)


def test_text_reads_like_this(report, snapshot):
    assert FORMATS["text"](report) == snapshot


def test_markdown_reads_like_this(report, snapshot):
    assert FORMATS["markdown"](report) == snapshot


def test_junit_reads_like_this(report, snapshot):
    assert FORMATS["junit"](report) == snapshot


def test_json_has_all_there_is(report):
    found = json.loads(FORMATS["json"](report))

    assert (found["version"], found["verdict"], found["exit_code"], found["stack"]) == (
        1,
        "findings",
        1,
        "contoso",
    )
    assert found["access"][0]["turn"] == "given"
    assert found["cost"] == {
        "currency": "USD",
        "monthly_before": 6,
        "monthly_after": 6,
        "prices_of": "2026-01-01",
    }
    assert [(one["rule"], one["level"], one["line"]) for one in found["findings"]] == [
        ("hard", "mandatory", 7),
        ("keeps-approvals", "mandatory", None),
        ("soft", "advisory", 7),
        ("waived", "advisory", 7),
    ]
    assert found["findings"][3]["exemption"]["ticket"] == "SUP-1"
    assert found["guardrails"]["rules"]["keeps-checks"] == "mandatory"


@pytest.mark.parametrize("form", FORMATS)
def test_the_access_diff_comes_before_the_findings(report, form):
    text = FORMATS[form](report)

    taken = text.index("has to be approved")
    assert taken < text.index("Take it out.", text.index("results") if form == "sarif" else 0)


def test_junit_has_one_case_for_each_rule_and_resource(report):
    suites = {suite.get("name"): suite for suite in ET.fromstring(FORMATS["junit"](report))}

    assert [case.get("name") for case in suites["hard"]] == [
        "legacy (ServiceEndpointGitHub)",
        "app (ServiceEndpointGitHub)",
    ]
    assert (suites["hard"].get("tests"), suites["hard"].get("failures")) == ("2", "1")
    assert suites["waived"].get("skipped") == "1"
    assert suites["soft"].get("failures") == "0"
    assert "CheckApproval" in suites["keeps-approvals"][0].get("name")
    assert suites["keeps-checks"][0].get("name") == "the stack"


def test_junit_counts_agree_with_its_cases(report):
    root = ET.fromstring(FORMATS["junit"](report))

    assert int(root.get("tests")) == len(root.findall(".//testcase"))
    assert int(root.get("failures")) == len(root.findall(".//failure")) == 2
    assert int(root.get("skipped")) == len(root.findall(".//skipped")) == 1


def test_markdown_begins_with_a_marker_that_stays_the_same(report, examine):
    other = examine(change([], bot()), [])

    assert FORMATS["markdown"](report).splitlines()[0] == "<!-- patless-check contoso -->"
    assert FORMATS["markdown"](other).splitlines()[0] == "<!-- patless-check contoso -->"


@pytest.mark.parametrize(
    "name",
    ["<img src=x>", "@everyone", "[x](https://evil.example)", "```\n# big", "--> x", "a\x1b[31mb\u202e"],
)
@pytest.mark.parametrize("form", ["markdown", "text", "junit"])
def test_a_name_is_never_more_than_text(examine, form, name):
    report = examine(change([], [entry(GIT_HUB, name, {"authPersonal": {}})]), [HARD])

    text = FORMATS[form](report)

    assert "\x1b" not in text
    assert "\u202e" not in text
    if form == "markdown":
        assert not re.search(
            r"(?<!\\)<(?!!--)|(?<!\\)\[|(?<![\w\\])@\w|://|^#+ big|```", text.partition("\n")[2]
        )
    if form == "junit":
        ET.fromstring(text)


def test_a_comment_is_never_too_long(examine):
    many = [entry(GIT_HUB, f"legacy-{number}", {"authPersonal": {}}) for number in range(300)]

    text = FORMATS["markdown"](examine(change([], many), [HARD]))

    assert len(text) < LARGEST + 200
    assert "more lines are left out here" in text


def test_an_engine_that_stopped_is_told_in_a_block(examine):
    log = Log(failed=True, errors=["no such project\n```\nsecond line"])

    text = FORMATS["markdown"](examine(change([], [], log=log), []))

    assert "````text\nno such project\n```\nsecond line\n````" in text
    assert "no verdict" in text


@pytest.mark.parametrize(
    ("file", "form"),
    [
        ("a.txt", "text"),
        ("a.md", "markdown"),
        ("a.json", "json"),
        ("a.sarif", "sarif"),
        ("a.sarif.json", "sarif"),
        ("out/a.xml", "junit"),
    ],
)
def test_a_file_has_the_format_of_its_name(file, form):
    assert of_file(file) is FORMATS[form]


def test_a_format_that_there_is_not_is_refused():
    with pytest.raises(PatlessError, match="there is no format"):
        named("html")
    with pytest.raises(PatlessError, match="does not tell a format"):
        of_file("a.html")


@pytest.mark.parametrize("form", FORMATS)
def test_no_format_tells_a_secret(examine, form):
    hidden = {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "plaintext": CANARY}
    # The access diff calls a connection by its name, which is no secret.
    named = {"serviceEndpointName": "legacy", "secret": hidden}
    legacy = [
        entry(type_, f"one-{index}", planted(row) | named, outputs=planted(row), id="id-1")
        for index, (type_, row) in enumerate(EVERYTHING.items())
    ]
    changed = [{**one, "inputs": {**one["inputs"], "new": CANARY}, "protect": True} for one in legacy]

    text = FORMATS[form](examine(change(legacy, [*changed, *bot()]), RULES))
    text += FORMATS[form](examine(change(changed, [*legacy, *bot()]), RULES))

    assert text.count("no-pat-connection") > 5
    assert quoted_in(text) == []


def test_sarif_is_what_its_schema_asks_for(report):
    log = json.loads(FORMATS["sarif"](report))

    assert problems(log) == []
    assert [one["status"] for one in suppressions(log)] == ["accepted"]


@pytest.mark.parametrize(
    "break_",
    [
        lambda run: run.update(extra=1),
        lambda run: run.pop("tool"),
        lambda run: run["results"][0].update(level="fatal"),
        lambda run: run["results"][0].update(ruleIndex=1),
        lambda run: run["results"][0]["message"].update(text=7),
        lambda run: suppressions({"runs": [run]})[0].update(status="granted"),
    ],
)
def test_the_test_above_would_find_what_the_schema_does_not_have(break_, report):
    log = json.loads(FORMATS["sarif"](report))

    break_(log["runs"][0])

    assert problems(log) != []


def test_sarif_names_the_resource_the_line_and_the_terms_of_an_exemption(report):
    (run,) = json.loads(FORMATS["sarif"](report))["runs"]
    hard, lost, soft, waived = run["results"]

    assert (hard["ruleId"], hard["level"]) == ("hard", "error")
    assert hard["locations"][0]["logicalLocations"][0]["fullyQualifiedName"] == LEGACY["urn"]
    assert hard["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "__main__.py"
    assert hard["locations"][0]["physicalLocation"]["region"]["startLine"] == 7
    assert lost["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "Pulumi.yaml"
    assert (soft["level"], waived["level"]) == ("warning", "warning")
    assert "SUP-1" in waived["suppressions"][0]["justification"]
    assert "suppressions" not in hard
    assert run["tool"]["driver"]["rules"][hard["ruleIndex"]]["id"] == "hard"


def test_sarif_fingerprints_stay_when_words_and_lines_change(examine):
    moved = {**LEGACY, "sourcePosition": "project:///other.py#99"}

    def prints(one):
        (run,) = json.loads(FORMATS["sarif"](examine(change([], [one]), [HARD, SOFT])))["runs"]
        return [result["partialFingerprints"] for result in run["results"]]

    assert prints(LEGACY) == prints(moved)
    assert prints(LEGACY) != prints({**LEGACY, "urn": f"{LEGACY['urn']}-2"})
    assert len({str(one) for one in prints(LEGACY)}) == 2


def test_sarif_tells_two_findings_of_one_rule_on_one_resource_apart(examine):
    twice = replace(HARD, check=lambda *_: ["One.", "Two."])

    (run,) = json.loads(FORMATS["sarif"](examine(change([], [LEGACY]), [twice])))["runs"]

    first, second = run["results"]
    assert first["partialFingerprints"] != second["partialFingerprints"]
