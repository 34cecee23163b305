"""Ctrl-C, two runs, a full disk, a wrong passphrase: what the user sees, one command, and everything once."""

import resource
import shutil

import pytest

from azdo_emulator.model import Cloud, replication

from .conftest import assert_whole

CREATE = "mailroom-bot-identity-application"


def test_one_ctrl_c_lets_what_is_under_way_end_and_up_goes_on_from_there(desk, whole):
    process = desk.up_stalled(f"after {CREATE}")

    desk.interrupt(process)
    desk.until_seen(process, "^C received; cancelling")
    desk.go_on()
    ended = desk.end(process)

    assert ended.code == 2
    assert "next:     run `make up`, which goes on from here" in ended.text
    assert "Traceback" not in ended.text
    assert any(one["urn"].endswith(CREATE) for one in desk.state())
    whole()


def test_a_second_ctrl_c_ends_at_once_and_recover_repairs(desk, whole):
    process = desk.up_stalled(f"after {CREATE}")

    desk.interrupt(process)
    desk.until_seen(process, "^C received; cancelling")
    desk.interrupt(process)
    ended = desk.end(process)
    desk.go_on()
    recovered = desk.run("recover")

    assert ended.code == 2
    assert "next:     run `make recover`" in ended.text
    assert "Traceback" not in ended.text
    assert recovered.code == 0, recovered.text
    whole()


def test_a_ctrl_c_ends_the_waiting_for_a_service_that_does_not_see_an_identity_yet(desk, whole):
    with Cloud(desk.folder) as cloud, cloud.write() as session:
        replication.set_lag(session, replication.Lag.AZURE_DEVOPS, seconds=1e9)
    process = desk.start("up")
    desk.until_seen(process, "mailroom-bot-entitlement-member yet: next try in 4 s")

    desk.interrupt(process)
    ended = desk.end(process)

    assert ended.code == 2
    assert "next:     run `make up`, which goes on from here" in ended.text
    assert "Traceback" not in ended.text
    with Cloud(desk.folder) as cloud, cloud.write() as session:
        session.run("DELETE FROM unseen")
    whole()


def test_of_two_ups_at_once_one_wins_and_the_other_is_told_who_has_the_lock(desk, whole):
    runs = [desk.end(run) for run in [desk.start("up"), desk.start("up")]]

    (won,) = [run for run in runs if run.code == 0]
    (lost,) = [run for run in runs if run is not won]
    assert "another run is under way on this sandbox: process" in lost.text
    assert "Traceback" not in won.text + lost.text
    whole()


@pytest.mark.parametrize("space", [20_000, 80_000], ids=["for the state", "for the cloud"])
def test_where_the_disk_is_full_up_says_so_and_goes_on_once_there_is_room(desk, whole, space):
    def full():
        resource.setrlimit(resource.RLIMIT_FSIZE, (space, resource.RLIM_INFINITY))

    failed = desk.run("up", limits=full)
    recovered = desk.run("recover")

    assert failed.code != 0
    assert "file too large" in failed.text or "a disk with room" in failed.text, failed.text
    assert "Traceback" not in failed.text
    assert recovered.code == 0, recovered.text
    whole()


@pytest.mark.parametrize("space", [8_000, 200_000], ids=["for nothing", "for a part"])
def test_a_disk_that_is_full_for_real_loses_nothing(disk, undisturbed, space):
    ballast = disk.folder.with_name("ballast")
    free = shutil.disk_usage(disk.folder).free
    ballast.write_bytes(bytes(max(0, free - space)))

    failed = disk.run("up")
    ballast.unlink()
    recovered = disk.run("recover")

    assert failed.code != 0
    assert "no space left on device" in failed.text or "disk" in failed.text, failed.text
    assert "Traceback" not in failed.text
    assert recovered.code == 0, recovered.text
    assert_whole(disk, undisturbed)


def test_a_wrong_passphrase_changes_nothing_and_is_named(desk, whole):
    file = desk.folder / "passphrase"
    right = file.read_text()
    file.write_text("not the one that the settings were made with")

    refused = desk.run("up")
    file.write_text(right)

    assert refused.code == 2
    assert "incorrect passphrase" in refused.text
    assert f"passphrase in {desk.folder} that belong together" in refused.text
    assert right not in refused.text
    assert "Traceback" not in refused.text
    whole()
