"""The file of exemptions: what lets a resource pass, and what is wrong with it."""

from datetime import UTC, datetime

import pytest
from guardrails import Severity
from guardrails.engine.exemption import Exemption
from guardrails.engine.exemptions import Problem, read

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
URN = "urn:pulumi:prod::contoso::azuredevops:index/serviceEndpointSsh:ServiceEndpointSsh::backup"
SEVERITIES = {f"a-{severity}-rule": severity for severity in Severity}

GOOD = {
    "rule": "a-high-rule",
    "resource": URN,
    "reason": "The backup host gets managed keys in spring.",
    "owner": "sg-support",
    "ticket": "SUP-12",
    "expires": "2026-12-01",
    "fingerprint": "host:7d793037a0760186",
}


def written(**changes):
    """A file with one exemption; what is changed to None is left out."""
    entries = {key: value for key, value in (GOOD | changes).items() if value is not None}
    lines = [f"{key}: {value if isinstance(value, list) else repr(value)}" for key, value in entries.items()]
    return "- " + "\n  ".join(lines) + "\n"


def found(text):
    return list(read(text, "exemptions.yaml", SEVERITIES, NOW))


def problems(text):
    return [one.what for one in found(text) if isinstance(one, Problem)]


def test_an_exemption_is_read_with_its_line():
    (problem, one) = found("- rule: x\n\n" + written(fingerprint=["a:1", "b:2"]))[-2:]

    assert isinstance(problem, Problem)
    assert one == Exemption(
        rule="a-high-rule",
        resource=URN,
        reason="The backup host gets managed keys in spring.",
        owner="sg-support",
        ticket="SUP-12",
        expires=datetime(2026, 12, 1, 23, 59, 59, 999999, UTC),
        fingerprints=("a:1", "b:2"),
        source="exemptions.yaml:3",
    )
    assert one.terms == "until 2026-12-01 23:59 UTC (SUP-12, sg-support)"


@pytest.mark.parametrize("text", ["", "# none\n", "[]\n"])
def test_a_file_may_be_empty(text):
    assert found(text) == []


@pytest.mark.parametrize("text", ["rule: x\n", "hello\n"])
def test_a_file_has_to_be_a_list(text):
    assert problems(text) == ["The file has to be a list of exemptions."]


def test_a_file_that_is_not_yaml_is_a_problem_with_its_line():
    assert found("- a: [\n") == [Problem("exemptions.yaml:2", "This cannot be read as YAML.")]


@pytest.mark.parametrize("key", GOOD)
def test_every_key_has_to_be_there(key):
    for value in (None, "", " "):
        assert problems(written(**{key: value})) == [f'The key "{key}" is missing or empty.']


WRONG = {
    "another key": ({"until": "x"}, 'There is no key "until".'),
    "a rule that is not": (
        {"rule": "no-rule"},
        'There is no rule "no-rule" from which an exemption can be had.',
    ),
    "every rule": ({"rule": "*"}, 'There is no rule "*" from which an exemption can be had.'),
    "no reason to speak of": ({"reason": "needed"}, "The reason has to say why, in 20 characters or more."),
    "every resource": (
        {"resource": "*"},
        'The resource has to be a URN; only in the resource\'s name can "*"',
    ),
    "every type": (
        {"resource": "urn:pulumi:prod::contoso::*::backup"},
        'The resource has to be a URN; only in the resource\'s name can "*"',
    ),
    "every stack": (
        {"resource": URN.replace("prod", "*")},
        'The resource has to be a URN; only in the resource\'s name can "*"',
    ),
    "every name": (
        {"resource": URN.replace("backup", "*")},
        'The resource\'s name has to keep 4 characters or more beside "*".',
    ),
    "nearly every name": (
        {"resource": URN.replace("backup", "*ba*k*")},
        'The resource\'s name has to keep 4 characters or more beside "*".',
    ),
    "no day": (
        {"expires": "next spring"},
        "It has to expire on a day, 2027-01-31, or at a time, 2027-01-31T14:00Z.",
    ),
    "no incident": (
        {"incident": "", "expires": "2026-11-24T08:00Z"},
        'The key "incident" is missing or empty.',
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_told_and_lets_nothing_pass(case):
    changes, expected = WRONG[case]

    (found_problem,) = found(written(**changes))

    assert isinstance(found_problem, Problem)
    assert found_problem.source == "exemptions.yaml:1"
    assert found_problem.what.startswith(expected)


@pytest.mark.parametrize("fingerprint", ["[]", "['', null]", "[[host]]", "{host: 7d793037a0760186}", "null"])
def test_a_fingerprint_is_a_text_or_a_list_of_texts(fingerprint):
    text = written(fingerprint="x").replace("'x'", fingerprint)

    assert problems(text) == ['The key "fingerprint" is missing or empty.']


@pytest.mark.parametrize(("letters", "enough"), [(1, False), (19, False), (20, True)])
def test_a_reason_has_some_length(letters, enough):
    assert (problems(written(reason="x" * letters)) == []) is enough


@pytest.mark.parametrize(("name", "enough"), [("ci", True), ("*", False), ("abc*", False), ("abcd*", True)])
def test_a_name_with_a_star_keeps_some_letters(name, enough):
    assert (problems(written(resource=URN.replace("backup", name))) == []) is enough


def test_exemptions_may_share_a_rule_or_a_resource():
    other = URN.replace("backup", "restore")

    assert problems(written() + written(rule="a-low-rule") + written(resource=other)) == []


def test_no_two_exemptions_are_about_the_same():
    assert problems(written() + written(reason="Another reason altogether.")) == [
        "There is an exemption from this rule for this resource already."
    ]


LATEST = {
    Severity.CRITICAL: ("2026-11-30", "2026-12-01"),
    Severity.HIGH: ("2026-12-23", "2026-12-24"),
    Severity.MEDIUM: ("2027-01-22", "2027-01-23"),
    Severity.LOW: ("2027-02-21", "2027-02-22"),
}


@pytest.mark.parametrize("severity", Severity)
def test_an_exemption_ends_within_the_limit_of_its_rules_severity(severity):
    last, too_late = LATEST[severity]
    rule = f"a-{severity}-rule"

    assert problems(written(rule=rule, expires=last)) == []
    assert problems(written(rule=rule, expires=too_late)) == [f"It may not expire later than {last}."]


def test_in_an_emergency_an_incidents_number_is_enough_for_a_day():
    emergency = {"incident": "INC-7", "fingerprint": None, "ticket": None, "rule": "a-critical-rule"}

    (one,) = found(written(**emergency, expires="2026-11-24T12:00Z"))

    assert (one.incident, one.fingerprints) == ("INC-7", ())
    assert one.terms == "until 2026-11-24 12:00 UTC (incident INC-7, sg-support)"
    assert problems(written(**emergency, expires="2026-11-24T12:01Z")) == [
        "It may not expire later than 2026-11-24T12:00Z."
    ]
    assert problems(written(**emergency, expires="2026-11-24")) != []


def test_an_exemption_that_has_ended_is_read_all_the_same():
    (one,) = found(written(expires="2020-01-31"))

    assert one.expires < NOW


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-24T10:30", datetime(2026, 11, 24, 10, 30, tzinfo=UTC)),
        ("2026-11-24T10:30+02:00", datetime(2026, 11, 24, 8, 30, tzinfo=UTC)),
        ("2026-11-24 10:30Z", datetime(2026, 11, 24, 10, 30, tzinfo=UTC)),
    ],
)
def test_a_time_may_be_written_as_people_write_it(text, expected):
    (one,) = found(written(expires=text))

    assert one.expires == expected


@pytest.mark.parametrize(
    ("resource", "urn", "names"),
    [
        (URN, URN, True),
        (URN, URN + "2", False),
        (URN, "x" + URN, False),
        (URN.replace("backup", "back*"), URN, True),
        (URN.replace("backup", "*ckup"), URN, True),
        (URN.replace("backup", "back*"), URN.replace("backup", "front"), False),
        (URN.replace("backup", "bac.up"), URN, False),
        (URN.replace("backup", "[b]ackup"), URN, False),
        (URN.replace("backup", "back*"), "", False),
    ],
)
def test_an_exemption_is_about_the_resources_that_its_urn_names(resource, urn, names):
    (one,) = found(written(resource=resource))

    assert one.names(urn) is names
