"""The event log of the engine is read into what changed and what was refused."""

import json

from patless.events import read

URN = "urn:pulumi:contoso::patless::azuredevops:index/serviceEndpointGitHub:ServiceEndpointGitHub::legacy-bot"


def log(path, *events):
    path.write_text("".join(json.dumps(event) + "\n" for event in events))
    return read(path)


def test_a_violation_names_rule_level_and_resource(tmp_path):
    event = {
        "policyEvent": {
            "policyName": "no-pat-connection",
            "enforcementLevel": "mandatory",
            "resourceUrn": URN,
            "message": "m",
        }
    }

    (violation,) = log(tmp_path / "events.json", event).violations

    assert (violation.rule, violation.level, violation.resource) == (
        "no-pat-connection",
        "mandatory",
        "legacy-bot",
    )


def test_the_update_counts_and_not_the_preview_before_it(tmp_path):
    run = log(
        tmp_path / "events.json",
        {"summaryEvent": {"resourceChanges": {"create": 9}, "isPreview": True}},
        {"summaryEvent": {"resourceChanges": {"create": 8, "same": 1}, "isPreview": False}},
    )

    assert run.changes == {"create": 8, "same": 1}
    assert run.changed == 8


def test_an_engine_that_did_not_come_to_write_left_an_empty_run(tmp_path):
    run = read(tmp_path / "events.json")

    assert (run.changed, run.violations, run.rules) == (0, [], set())


def test_a_log_that_was_cut_off_in_the_middle_of_a_line_is_read_up_to_there(tmp_path):
    path = tmp_path / "events.json"
    path.write_text('{"summaryEvent": {"resourceChanges": {"same": 1}}}\n{"policyEv')

    assert read(path).changes == {"same": 1}
