"""The file holds, whoever writes and however they end."""

import multiprocessing
import os
import signal
import sqlite3

import pytest

from azdo_emulator.errors import EmulatorError
from azdo_emulator.model import Cloud, fingerprint, inventory, open_seeded, seed, store
from azdo_emulator.model.azure.resource_groups import resource_groups_create_or_update
from azdo_emulator.model.seed import SUBSCRIPTION


def test_a_transaction_that_fails_changes_nothing(cloud):
    with cloud.read() as session:
        before = fingerprint(session)

    def fail():
        with cloud.write() as session:
            resource_groups_create_or_update(session, SUBSCRIPTION, "rg-x", location="westeurope")
            raise KeyError

    with pytest.raises(KeyError):
        fail()

    with cloud.read() as session:
        assert fingerprint(session) == before


def test_an_id_is_given_out_once_even_after_the_thing_is_gone(cloud):
    with cloud.write() as session:
        first = session.new_guid("client")
    with cloud.write() as session:
        assert session.new_guid("client") != first


def test_an_id_of_a_failed_transaction_was_never_given_out(cloud):
    lost = []

    def fail():
        with cloud.write() as session:
            lost.append(session.new_guid("client"))
            raise KeyError

    with pytest.raises(KeyError):
        fail()

    with cloud.write() as session:
        assert [session.new_guid("client")] == lost


def test_opening_twice_keeps_what_is_there(cloud):
    with cloud.write() as session:
        resource_groups_create_or_update(session, SUBSCRIPTION, "rg-x", location="westeurope")

    with open_seeded(cloud.path.parent) as again, again.read() as session:
        assert "rg-x" in [group["name"] for group in inventory(session)["resource_groups"]]


def test_a_start_that_was_interrupted_leaves_no_cloud(tmp_path):
    def interrupted(session):
        seed.fill(session)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.create(tmp_path, interrupted)

    assert list(tmp_path.iterdir()) == []


def test_a_cloud_made_meanwhile_by_somebody_else_is_not_replaced(tmp_path):
    def slow(session):
        seed.fill(session)
        with open_seeded(tmp_path) as other, other.write() as theirs:
            theirs.new_guid("client")

    store.create(tmp_path, slow)

    with Cloud(tmp_path) as cloud, cloud.read() as session:
        assert session.row("SELECT last FROM sequences WHERE kind = 'client'")["last"] == 1


def test_a_folder_without_a_cloud_is_told(tmp_path):
    with pytest.raises(EmulatorError) as told:
        Cloud(tmp_path)

    assert "there is no sandbox in" in told.value.what
    assert "make up" in told.value.todo


def test_a_cloud_of_another_version_is_told_and_left_alone(cloud):
    connection = sqlite3.connect(cloud.path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()

    with pytest.raises(EmulatorError, match="another version of Patless"):
        Cloud(cloud.path.parent)


def test_a_file_that_is_no_cloud_is_told(tmp_path):
    (tmp_path / store.FILE).write_text(
        "this is a letter, not a database, and it is long enough to be read as one" * 9
    )

    with pytest.raises(EmulatorError, match="cannot be used"):
        Cloud(tmp_path)


def test_a_file_that_somebody_holds_for_too_long_is_told(cloud, monkeypatch):
    monkeypatch.setattr(store, "BUSY_TIMEOUT", 0.01)

    with (
        cloud.write(),
        Cloud(cloud.path.parent) as other,
        pytest.raises(EmulatorError, match="database is locked"),
        other.write(),
    ):
        pass


def test_a_mistake_in_a_statement_is_not_blamed_on_the_file(cloud):
    with pytest.raises(sqlite3.OperationalError, match="no such table"), cloud.read() as session:
        session.rows("SELECT * FROM no_such_table")


def _die_while_writing(folder):
    with Cloud(folder) as cloud, cloud.write() as session:
        for number in range(2000):
            resource_groups_create_or_update(
                session, SUBSCRIPTION, f"rg-{number}", location="westeurope", tags={"filler": "x" * 500}
            )
        os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.sandbox
def test_a_writer_who_is_killed_leaves_the_cloud_as_it_was(cloud):
    with cloud.read() as session:
        before = fingerprint(session)
    writer = multiprocessing.get_context("spawn").Process(target=_die_while_writing, args=[cloud.path.parent])

    writer.start()
    writer.join()

    assert writer.exitcode == -signal.SIGKILL
    with Cloud(cloud.path.parent) as again, again.write() as session:
        assert fingerprint(session) == before


def _make_groups(folder, name):
    with Cloud(folder) as cloud:
        for number in range(25):
            with cloud.write() as session:
                session.new_guid("shared")
                resource_groups_create_or_update(
                    session, SUBSCRIPTION, f"rg-{name}-{number}", location="westeurope"
                )


@pytest.mark.sandbox
def test_two_processes_write_at_once_and_lose_nothing(cloud):
    spawn = multiprocessing.get_context("spawn")
    writers = [spawn.Process(target=_make_groups, args=[cloud.path.parent, name]) for name in ("a", "b")]

    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert [writer.exitcode for writer in writers] == [0, 0]
    with cloud.read() as session:
        assert len(inventory(session)["resource_groups"]) == 50 + len(seed.RESOURCE_GROUPS)
        assert session.row("SELECT last FROM sequences WHERE kind = 'shared'")["last"] == 50
