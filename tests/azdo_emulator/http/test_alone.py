"""The emulator starts alone, says how to reach it, and leaves nothing behind."""

import re
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from azdo_emulator.model import open_seeded


@pytest.fixture
def start():
    """Starts the emulator with words of a command line; the process, and what it tells a shell to export."""
    started = []

    def run(*words):
        process = subprocess.Popen(
            [sys.executable, "-m", "azdo_emulator", *words], stdout=subprocess.PIPE, text=True
        )
        started.append(process)
        exported = {}
        assert process.stdout.readline() == "# Ready. In another shell:\n"
        while "NO_PROXY" not in exported:
            name, text = re.fullmatch(r"export (\w+)=(.+)\n", process.stdout.readline()).groups()
            exported[name] = text
        return process, exported

    yield run
    for process in started:
        process.kill()
        process.wait()
        process.stdout.close()


def token(exported):
    answer = httpx.get(
        exported["IDENTITY_ENDPOINT"],
        params={"resource": "499b84ac-1321-427f-aa17-267ca6975798", "api-version": "2019-08-01"},
        headers={"X-IDENTITY-HEADER": exported["IDENTITY_HEADER"]},
    )
    return answer.json()["access_token"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_answers_and_is_gone_with_its_folder(start, number):
    process, exported = start()
    folder = Path(exported["SSL_CERT_FILE"]).parent

    answer = httpx.get(
        f"{exported['AZDO_ORG_SERVICE_URL']}/_apis/projects?api-version=7.1",
        headers={"Authorization": f"Bearer {token(exported)}"},
    )
    process.send_signal(number)

    assert answer.json()["count"] == 3
    assert process.wait(20) == 0
    assert not folder.exists()


def test_a_folder_is_kept(start, tmp_path):
    process, _ = start("--folder", str(tmp_path / "kept"))
    process.terminate()
    process.wait(20)

    open_seeded(tmp_path / "kept").close()
    assert (tmp_path / "kept/cloud.sqlite").exists()


def test_a_port_that_is_taken_is_told_without_a_traceback(start):
    _, exported = start()
    port = exported["AZDO_ORG_SERVICE_URL"].split(":")[2].split("/")[0]

    done = subprocess.run(
        [sys.executable, "-m", "azdo_emulator", "--http-port", port], capture_output=True, text=True
    )

    assert done.returncode == 2
    assert done.stderr.startswith("azdo_emulator: ")
    assert "Traceback" not in done.stderr
