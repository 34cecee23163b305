"""The process of the server: started, found again, stopped, and killed."""

import itertools
import json
import os
import signal
import socket
import stat
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

import httpx
import pytest

from azdo_emulator.errors import EmulatorError
from azdo_emulator.http import process
from azdo_emulator.http.environment import variables
from azdo_emulator.http.tokens import Claims, Tokens, key_in
from azdo_emulator.model import Cloud, fingerprint, open_seeded
from azdo_emulator.model.devops.endpoint_trust import AZURE_DEVOPS
from azdo_emulator.model.seed import DEPLOYER, TENANT
from patless.sandbox.official_plugins import settings_for


@pytest.fixture
def folder(tmp_path):
    open_seeded(tmp_path / "sandbox").close()
    yield tmp_path / "sandbox"
    process.stop(tmp_path / "sandbox")


def test_an_open_server_is_found_and_closed(folder):
    opened = process.start(folder)

    assert process.running(folder) == opened
    assert httpx.get(f"{opened.http}/metadata/endpoints", trust_env=False).status_code == 200
    assert process.stop(folder) == opened
    assert process.running(folder) is None


def test_closing_a_closed_server_does_nothing(folder):
    assert process.stop(folder) is None


def test_a_server_that_was_killed_leaves_nobody_to_be_stopped(folder):
    """Its number may be another program's by now."""
    stranger = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    opened = process.Running(stranger.pid, "http://127.0.0.1:1", "https://localhost:1", "then", "full")
    (folder / process.RECORD).write_text(json.dumps(asdict(opened)))

    assert process.running(folder) is None
    with process.holding(folder):
        assert not (folder / process.RECORD).exists()
    assert process.stop(folder) is None
    assert stranger.poll() is None
    stranger.communicate(b"\n")


def test_many_may_look_at_once_and_none_is_in_the_way(folder):
    opened = process.start(folder)

    with ThreadPoolExecutor(8) as looking:
        seen = set(looking.map(lambda _: process.running(folder), range(64)))

    assert seen == {opened}


def test_there_is_no_server_where_there_is_no_sandbox(tmp_path):
    assert process.stop(tmp_path / "nothing") is None


def test_a_second_start_says_who_has_it(folder):
    opened = process.start(folder)

    with pytest.raises(EmulatorError) as refused:
        process.start(folder)

    assert refused.value.what == f"the sandbox's server is running already: {opened.said()}"
    assert process.running(folder) == opened


def test_a_port_that_another_program_has_is_named(folder):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(EmulatorError) as refused:
            process.start(folder, http=port)

    assert refused.value.what.startswith(f"port {port} of 127.0.0.1 cannot be used")


def test_the_server_is_on_loopback_alone(folder):
    opened = process.start(folder)

    listening = subprocess.run(
        [sys.executable, "-c", LISTENING, str(opened.pid)], capture_output=True, text=True, check=True
    ).stdout.split()

    assert len(listening) == 2
    assert all(address == "0100007F" for address in listening)


LISTENING = """
import os, sys
inodes = set()
for fd in os.scandir(f"/proc/{sys.argv[1]}/fd"):
    target = os.readlink(fd.path)
    if target.startswith("socket:["):
        inodes.add(target[8:-1])
for table in ("tcp", "tcp6"):
    for line in open(f"/proc/{sys.argv[1]}/net/{table}").readlines()[1:]:
        words = line.split()
        if words[3] == "0A" and words[9] in inodes:
            print(words[1].partition(":")[0])
"""


def test_a_killed_server_leaves_a_whole_cloud_and_can_be_opened_again(folder):
    opened = process.start(folder)
    with Cloud(folder) as cloud, cloud.read() as session:
        before = fingerprint(session)

    os.kill(opened.pid, signal.SIGKILL)
    while process.running(folder):
        pass

    assert process.start(folder).pid != opened.pid
    with Cloud(folder) as cloud, cloud.read() as session:
        assert fingerprint(session) == before
        assert session.rows("PRAGMA integrity_check")[0][0] == "ok"


def test_a_server_killed_in_the_middle_of_writing_loses_no_answered_write(folder):
    opened = process.start(folder)
    tokens = Tokens(key_in(folder))
    headers = {"Authorization": f"Bearer {tokens.issue(Claims(DEPLOYER[1], TENANT, AZURE_DEVOPS))}"}
    groups = f"{opened.http}/vssps.dev.azure.com/contoso/_apis/graph/groups"
    answered: list[str] = []

    def write() -> None:
        with httpx.Client(headers=headers, trust_env=False) as client, suppress(httpx.TransportError):
            for number in itertools.count():
                made = client.post(groups, json={"displayName": f"group-{number}"})
                assert made.status_code == 201
                answered.append(made.json()["displayName"])

    writer = threading.Thread(target=write)
    writer.start()
    while len(answered) < 5:
        assert writer.is_alive()
    os.kill(opened.pid, signal.SIGKILL)
    writer.join()

    with Cloud(folder) as cloud, cloud.read() as session:
        assert session.rows("PRAGMA integrity_check")[0][0] == "ok"
        kept = {row["name"] for row in session.rows("SELECT name FROM graph_groups")}
    assert set(answered) <= kept
    assert process.start(folder).pid != opened.pid


def test_keys_are_for_this_user_alone(folder):
    process.start(folder)

    for name in ("token-key", "server.key"):
        assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_shell_before_the_server_trusts_the_sandbox_alone(folder):
    opened = process.start(folder)

    exported = variables(folder, opened)

    assert exported["AZDO_ORG_SERVICE_URL"] == f"{opened.http}/contoso"
    assert exported["SSL_CERT_FILE"] == exported["REQUESTS_CA_BUNDLE"] == str(folder / "ca.pem")
    assert not any("SECRET" in name or "TOKEN" in name for name in exported)
    assert not any(key_in(folder).hex() in value for value in exported.values())


def test_only_the_official_plug_ins_are_led_to_the_server(folder):
    """Through a copy of the stack's configuration; what is kept there would meet the emulated ones too."""
    settings = folder / "Pulumi.contoso.yaml"
    settings.write_text("encryptionsalt: v1:salt\nconfig:\n  patless:folder: elsewhere\n")
    opened = process.start(folder)

    exported = settings_for(folder, opened)

    assert "patless:server" not in settings.read_text()
    assert Path(exported["PULUMI_OPTION_CONFIG_FILE"]).read_text() == (
        settings.read_text() + f"  patless:server: {opened.http}\n"
    )
