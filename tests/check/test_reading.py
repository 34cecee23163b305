"""Saved stacks and plans are read in every form that the engine writes, and mistakes have three parts."""

import json

import pytest

from patless.check import reading
from patless.check.change import against
from patless.errors import PatlessError
from tests.check.stack import bot, digest, events, named, state, without

PACKS = {"summaryEvent": {"PolicyPacks": {"patless|local|/x": "0.1.0"}, "result": "failed"}}


@pytest.fixture
def file(tmp_path):
    def write(text):
        path = tmp_path / "file.json"
        path.write_text(text)
        return str(path)

    return write


def test_a_digest_and_an_event_log_tell_the_same_changes(file):
    after = without(bot(), "CheckApproval")

    by_digest = reading.plan(file(digest(bot(), after)))
    by_log = reading.plan(file(events(bot(), after)))

    assert [one.urn for one in by_digest.changes] == [one.urn for one in by_log.changes]
    assert len(by_digest.after) == len(by_digest.before) - 1
    assert by_digest.traced
    assert not by_log.traced


def test_a_replacement_is_one_change(file):
    member = named(bot(), "entitlement-member")
    steps = [
        {"op": operation, "urn": member["urn"], "oldState": old, "newState": new}
        for operation, old, new in (
            ("delete-replaced", member, None),
            ("replace", member, member),
            ("create-replacement", None, member),
        )
    ]

    (change,) = reading.plan(file(json.dumps({"steps": steps, "changeSummary": {"replace": 1}}))).changes

    assert change.replaced
    assert change.before is not None
    assert change.after is not None


def test_what_is_only_read_is_no_change(file):
    member = named(bot(), "entitlement-member")
    steps = [{"op": "read", "urn": member["urn"], "oldState": None, "newState": member}]

    assert reading.plan(file(json.dumps({"steps": steps}))).changes == []


def test_a_resource_that_stays_keeps_its_id_and_outputs(file):
    before = {**named(bot(), "user-assigned"), "id": "/id", "outputs": {"principalId": "p"}}
    after = {**before, "id": "", "outputs": {}}

    (change,) = reading.plan(file(digest([before], [after]))).changes

    assert (change.after["id"], change.after["outputs"]) == ("/id", {"principalId": "p"})


def test_a_log_that_was_cut_off_is_read_up_to_there(file):
    text = events([], bot())

    assert len(reading.plan(file(text + '{"sequence": 99, "resou')).changes) == len(bot())


def test_packs_errors_and_the_end_are_taken_from_the_log(file):
    errors = [
        {"diagnosticEvent": {"severity": "error", "message": message}}
        for message in ("preview failed\n", "Traceback…\nKeyboardInterrupt\n", "no such project\n")
    ]

    log = reading.plan(file(events([], bot(), *errors, PACKS))).log

    assert log.errors == ["no such project"]
    assert log.packs == {"patless": "0.1.0"}
    assert log.failed


def test_a_state_leaves_out_what_is_only_read_or_waits_to_be_deleted(file):
    entries = bot()
    entries[0]["external"] = True
    entries[1]["delete"] = True

    assert len(reading.state(file(state(entries)))) == len(entries) - 2


def test_a_stack_in_which_nothing_was_deployed_is_empty(file):
    assert reading.state(file('{"version": 3, "deployment": null}')) == []


def test_the_state_completes_a_plan_that_leaves_out_what_stays(file):
    after = without(bot(), "CheckApproval")
    told = json.loads(digest(bot(), after))
    told["steps"] = [step for step in told["steps"] if step["op"] != "same"]
    subject = reading.plan(file(json.dumps(told)))

    whole = against(subject, bot())

    assert subject.partial
    assert {one["urn"] for one in whole.after} == {one["urn"] for one in after}
    with pytest.raises(PatlessError) as refused:
        reading.whole(subject, "plan.json")
    assert "--show-sames" in refused.value.todo


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no json",
        "[]",
        "{}",
        '"x"',
        '{"steps": 1, "changeSummary": 1}',
        '{"steps": [1]}',
        '{"steps": [{"op": "create"}]}',
        '{"resourcePlans": {}}',
        '{"sequence": 0}\nno json\n{}\n',
        '{"sequence": 0, "resourcePreEvent": {}}\n',
        '{"sequence": 0, "policyEvent": {}}\n',
        "[" * 100_000,
    ],
)
def test_a_plan_that_is_none_is_refused_in_three_parts(file, text):
    with pytest.raises(PatlessError) as refused:
        reading.plan(file(text))

    assert refused.value.expected
    assert refused.value.todo


WRONG = {
    "type": 1,
    "urn": None,
    "inputs": [1],
    "outputs": "x",
    "parent": 7,
    "provider": {},
    "propertyDependencies": {"a": "urn"},
    "sourcePosition": 1,
    "protect": "yes",
}


@pytest.mark.parametrize("key", WRONG)
def test_a_resource_of_another_shape_is_refused(file, key):
    broken = {**bot()[0], key: WRONG[key]}

    with pytest.raises(PatlessError, match="is not what"):
        reading.state(file(state([broken])))
    with pytest.raises(PatlessError, match="is not what"):
        reading.plan(file(json.dumps({"steps": [{"op": "create", "urn": "urn", "newState": broken}]})))


def test_an_empty_file_is_told_as_such(file):
    with pytest.raises(PatlessError, match="is empty"):
        reading.state(file("\n"))


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"deployment": 1}', '{"deployment": {"resources": [{"type": 1}]}}']
)
def test_a_state_that_is_none_is_refused_in_three_parts(file, text):
    with pytest.raises(PatlessError):
        reading.state(file(text))


@pytest.mark.parametrize("read", [reading.plan, reading.state])
def test_a_file_that_is_not_there_or_not_text_is_refused(read, tmp_path):
    binary = tmp_path / "binary"
    binary.write_bytes(b"\xff\xfe\x00")

    for file in (tmp_path / "none.json", binary, tmp_path):
        with pytest.raises(PatlessError):
            read(str(file))


def test_a_plan_given_as_state_is_told_by_the_option_that_fits(file):
    with pytest.raises(PatlessError, match="is not what `pulumi stack export` writes") as refused:
        reading.state(file(digest([], bot())))

    assert refused.value.todo == "give it with `--plan`"
