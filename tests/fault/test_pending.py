"""A check that a dead run began is never made twice by plain `pulumi up`, though nothing can look it up."""

import json
import re
import shlex

import pytest

from azdo_emulator.model import Cloud
from patless.recover.orphans import find

CHECKS = [f"connection-azure-support-use-{check}" for check in ("approval", "branches", "lock")]


@pytest.fixture
def refused(desk):
    """What plain `pulumi up` says after the engine was killed in the middle of the checks."""
    # Two were made, the third only meant to.
    process = desk.up_stalled(f"after {CHECKS[0]}", f"after {CHECKS[1]}", f"before {CHECKS[2]}")
    desk.kill_engine()
    desk.end(process)
    desk.go_on()
    assert (done := desk.pulumi("cancel", "--yes")).code == 0, done.text
    before = desk.counts()

    done = desk.pulumi("up", "--yes", "--skip-preview")

    assert done.code != 0, done.text
    assert desk.counts() == before
    return done.text


def test_plain_up_refuses_to_go_on_and_recover_repairs(desk, whole, refused):
    recovered = desk.run("recover")

    assert "while it made checks on service connections" in refused
    assert all(check in refused for check in CHECKS)
    assert "on the sandbox, run `make recover`" in refused
    assert "Traceback" not in refused
    assert recovered.code == 0, recovered.text
    whole()


def test_the_commands_that_it_prints_repair_by_hand(desk, undisturbed, refused):
    ids = what_is_there(desk)
    [refresh] = re.findall(r"pulumi (refresh .*)", refused)
    imports = [shlex.split(line) for line in re.findall(r"pulumi (import .*)", refused)]

    assert (done := desk.pulumi(*shlex.split(refresh))).code == 0, done.text
    for words in imports:
        if found := ids[words[2]]:
            done = desk.pulumi(*words[:3], found, *words[4:], "--yes")
            assert done.code == 0, done.text
    up = desk.pulumi("up", "--yes", "--skip-preview")

    assert {name for name, found in ids.items() if found} >= {ours(ids, check) for check in CHECKS[:2]}
    assert ids[ours(ids, CHECKS[2])] is None
    assert up.code == 0, up.text
    assert desk.counts() == undisturbed.counts()


def what_is_there(desk):
    """By the name of each create that was begun: the id by which it is imported, if the cloud has it."""
    state = json.loads((desk.folder / "state/.pulumi/stacks/patless/contoso.json").read_text())
    ids = {}
    with Cloud(desk.folder) as cloud, cloud.read() as session:
        for operation in state["checkpoint"]["latest"]["pending_operations"]:
            begun = operation["resource"]
            [found] = find(session, begun["type"], begun.get("inputs", {})) or [None]
            project = begun["inputs"]["projectId"] + "/" if "/check" in begun["type"] else ""
            ids[begun["urn"].rpartition("::")[2]] = found and project + found
    return ids


def ours(ids, check):
    """The whole name of a check."""
    [name] = [name for name in ids if name.endswith(check)]
    return name
