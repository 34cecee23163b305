"""A plug-in's process: quick to start, and gone when its engine is."""

import os
import re
import select
import signal
import subprocess
import sys
import time

import grpc
import pytest
from google.protobuf import empty_pb2

from azdo_emulator.providers import install
from azdo_emulator.providers.stubs import provider_pb2_grpc

pytestmark = pytest.mark.sandbox

TIMEOUT = 20.0


@pytest.fixture
def program(cloud):
    install(cloud.path.parent / "home")
    [found] = (cloud.path.parent / "home/plugins").glob("resource-azuredevops-*/pulumi-resource-azuredevops")
    return found


@pytest.fixture
def process(cloud, program):
    process = subprocess.Popen(
        [program, "127.0.0.1:1"],
        env={"PATLESS_SANDBOX": str(cloud.path.parent)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    with process:
        yield process
        if process.poll() is None:
            process.kill()


def port_of(process):
    assert select.select([process.stdout], [], [], TIMEOUT)[0], "no port"
    return process.stdout.readline()


def test_it_says_its_port_and_serves_on_loopback(process):
    port = port_of(process)

    with grpc.insecure_channel(f"127.0.0.1:{int(port)}") as channel:
        info = provider_pb2_grpc.ResourceProviderStub(channel).GetPluginInfo(empty_pb2.Empty())

    assert re.fullmatch(rb"\d+\n", port)
    assert info.version == "3.16.2"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_quietly_on_a_signal(process, number):
    port_of(process)
    process.send_signal(number)

    assert process.wait(TIMEOUT) == 0
    assert (process.stdout.read(), process.stderr.read()) == (b"", b"")


def test_it_ends_quietly_when_its_engine_goes(process):
    port_of(process)
    process.stdin.close()

    assert process.wait(TIMEOUT) == 0
    assert process.stderr.read() == b""


def test_it_ends_when_an_engine_that_gave_it_no_pipe_is_killed(cloud, program):
    script = (
        "import subprocess, sys; p = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL);"
        "print(p.pid, flush=True); p.wait()"
    )
    engine = subprocess.Popen(
        [sys.executable, "-c", script, program],
        env={"PATLESS_SANDBOX": str(cloud.path.parent)},
        stdout=subprocess.PIPE,
    )
    with engine:
        lines = [engine.stdout.readline(), engine.stdout.readline()]
        plugin = int(lines[0])
        engine.kill()

    until = time.monotonic() + TIMEOUT
    while _lives(plugin):
        assert time.monotonic() < until, "the plug-in outlived its engine"
        time.sleep(0.05)


def _lives(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    # Where nobody collects orphans, an ended process stays in the table.
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return not state.stdout.startswith("Z") and state.stdout != ""


def test_it_imports_neither_the_sdk_nor_what_only_the_tool_needs(cloud):
    script = (
        "import sys; from azdo_emulator.providers import azuread, azuredevops, azure_native, serving;"
        "print(sorted({name.split('.')[0] for name in sys.modules}))"
    )

    found = subprocess.run(
        [sys.executable, "-I", "-c", script], capture_output=True, text=True, check=True
    ).stdout

    assert "'grpc'" in found
    for unwanted in ("pulumi", "pydantic", "typer", "rich", "ruamel", "tempfile", "difflib"):
        assert f"'{unwanted}'" not in found
