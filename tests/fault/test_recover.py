"""The engine killed in the middle: what the user sees, one command, and then everything once."""

import shutil

import pytest

from azdo_emulator.model import Cloud
from patless.project import ROOT
from patless.recover.orphans import KEYS, find

from .conftest import SOON, engine, until
from .place import Place, delete

IDENTITIES = ["support-deployer-identity-user-assigned", "mailroom-bot-identity-application"]
CHECKS = [f"connection-azure-support-use-{check}" for check in ("approval", "branches", "lock")]
ENDPOINT = "support-deployer-connection-azure-support-endpoint"
SERVICES = ["connection-azure-support-endpoint", "mailroom-bot-entitlement-member"]


# Between the last resource of the stack and one more, for which it waits without end.
BETWEEN = """
import asyncio

from pulumi import ResourceOptions
from pulumi_azure_native import resources

from stacks.program import deploy


async def never():
    await asyncio.Event().wait()


resources.ResourceGroup(
    "later", resource_group_name=never(), opts=ResourceOptions(provider=deploy().providers.azure)
)
"""


def kill(desk, *creates):
    """Kill the engine in the middle of these creates; what the user sees."""
    process = desk.up_stalled(*creates)
    desk.kill_engine()
    killed = desk.end(process)
    desk.go_on()
    return killed


def test_nothing_is_recovered_where_nothing_went_wrong(desk):
    done = desk.run("recover")

    assert done.code == 0
    assert "nothing to recover" in done.text


@pytest.mark.parametrize("names", [IDENTITIES, CHECKS, SERVICES], ids=["identities", "checks", "services"])
def test_what_the_dead_run_created_is_in_the_state_again_and_never_made_twice(desk, whole, names):
    killed = kill(desk, *(f"after {name}" for name in names))
    refused = desk.run("up")
    recovered = desk.run("recover")

    for seen in (killed, refused):
        assert seen.code == 2
        assert "next:     run `make recover`" in seen.text
        assert "Traceback" not in seen.text
    assert recovered.code == 0, recovered.text
    for name in names:
        assert f"{name} was created before the run died" in recovered.text
    whole()


def test_a_run_that_died_between_two_resources_has_left_nothing_but_its_lock(
    desk, undisturbed, whole, tmp_path
):
    folder = tmp_path / "program"
    folder.mkdir()
    (folder / "__main__.py").write_text(BETWEEN)
    settings = (ROOT / "examples/blocked/Pulumi.yaml").read_text()
    (folder / "Pulumi.yaml").write_text(settings.replace("../../.venv", str(ROOT / ".venv")))
    run = desk.start_pulumi("up", "--yes", "--skip-preview", cwd=folder)
    until(lambda: len(desk.settled() or ()) == len(undisturbed.state()), "the stack, and nothing under way")

    desk.kill_engine()
    run.wait(SOON)
    refused = desk.run("up")
    recovered = desk.run("recover")

    assert refused.code == 2
    assert "died before its end; it left a lock: process" in refused.text
    assert "next:     run `make recover`" in refused.text
    assert "Traceback" not in refused.text
    assert recovered.code == 0, recovered.text
    whole()


def test_what_the_dead_run_did_not_come_to_create_is_made_by_the_next_up(desk, whole):
    kill(desk, f"before {SERVICES[1]}")
    recovered = desk.run("recover")

    assert recovered.code == 0, recovered.text
    assert f"{SERVICES[1]} was begun, and the cloud does not have it" in recovered.text
    whole()


def test_a_live_run_is_never_recovered_from(desk, whole):
    process = desk.up_stalled(f"after {IDENTITIES[0]}")

    refused = desk.run("recover")
    second = desk.run("up")
    desk.go_on()
    first = desk.end(process)

    for seen in (refused, second):
        assert seen.code == 2
        assert "another run is under way on this sandbox: process" in seen.text
        assert "Traceback" not in seen.text
    assert first.code == 0, first.text
    whole()


def test_a_recovery_that_was_interrupted_is_done_by_the_next(desk, whole):
    kill(desk, f"after {IDENTITIES[1]}")
    for lock in (desk.folder / "state/.pulumi/locks").rglob("*.json"):
        lock.unlink()

    refused = desk.run("up")
    recovered = desk.run("recover")

    # Others may have been under way beside it.
    [said] = [line for line in refused.text.splitlines() if "it was creating" in line]
    assert IDENTITIES[1] in said
    assert recovered.code == 0, recovered.text
    whole()


def test_a_state_file_that_the_killed_engine_left_unreadable_is_readable_again(desk, undisturbed, whole):
    shutil.rmtree(desk.folder)
    shutil.copytree(undisturbed.folder, desk.folder)
    # It was between emptying this file and writing it.
    (desk.folder / "state/.pulumi/stacks/patless/contoso.json.attrs").write_text("")
    assert "EOF" in desk.pulumi("stack").text

    recovered = desk.run("recover")

    assert recovered.code == 0, recovered.text
    whole()


def test_up_says_what_was_deleted_by_hand_and_recover_lets_it_be_made_again(desk, undisturbed, whole):
    shutil.rmtree(desk.folder)
    shutil.copytree(undisturbed.folder, desk.folder)
    [connection] = [str(one["urn"]) for one in desk.state() if str(one["urn"]).endswith(f"::{ENDPOINT}")]
    delete(Place(desk.folder, engine()), connection)

    refused = desk.run("up")
    recovered = desk.run("recover")

    assert refused.code == 2
    assert "the cloud no longer has what the state says: " in refused.text
    assert ENDPOINT in refused.text
    assert "next:     run `make recover`" in refused.text
    assert recovered.code == 0, recovered.text
    assert f"{ENDPOINT} is gone from the cloud" in recovered.text
    whole()


def test_every_kind_is_found_by_the_key_that_the_program_gave(undisturbed):
    found = {}
    with Cloud(undisturbed.folder) as cloud, cloud.read() as session:
        for one in undisturbed.state():
            if one["type"] in KEYS:
                found[one["type"]] = find(session, one["type"], one["inputs"]) == [one["id"]]

    assert len(found) >= 12
    assert all(found.values()), found
