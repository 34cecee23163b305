"""Every call that the language host serves, through a channel, without an engine."""

import base64
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import grpc
import pytest
from google.protobuf.empty_pb2 import Empty
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import language_pb2 as rpc
from pulumi.runtime.proto.language_pb2_grpc import LanguageRuntimeStub

from patless.engine.version import PINNED
from tests.engine_setup.project import DEADLINE, eventually, is_gone, pids_in

HOST = [sys.executable, "-I", "-m", "patless.engine.host", "127.0.0.1:1"]

PARENT = "import subprocess, sys; subprocess.run(sys.argv[1:])"

WRITES_PIDS_AND_WAITS = """
import os, pathlib, sys, threading
pathlib.Path(sys.argv[1]).write_text(f"{os.getpid()} {os.getppid()}")
threading.Event().wait()
"""

WRITES_WHAT_IT_IS_GIVEN = '#!/bin/sh\necho "$PWD $*" > "$0.arguments"\ncat > "$0.stdin"\nexit CODE\n'


@contextmanager
def started(command: list[str]) -> Iterator[tuple[subprocess.Popen[str], LanguageRuntimeStub]]:
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        with grpc.insecure_channel(f"127.0.0.1:{int(process.stdout.readline())}") as channel:
            yield process, LanguageRuntimeStub(channel)
        process.kill()


@pytest.fixture(scope="module")
def host() -> Iterator[LanguageRuntimeStub]:
    with started(HOST) as (process, stub):
        yield stub
        process.terminate()
        assert process.communicate(timeout=DEADLINE) == ("", "")


def info(folder: Path, **options: str) -> rpc.ProgramInfo:
    given = Struct()
    given.update(options)
    return rpc.ProgramInfo(
        root_directory=str(folder), program_directory=str(folder), entry_point=".", options=given
    )


def environment(folder: Path, python: str) -> Path:
    """A virtual environment whose Python is a script."""
    home = folder / "its-own"
    (home / "bin").mkdir(parents=True)
    (home / "pyvenv.cfg").write_text("home = /usr/bin\nversion = 3.99.1\n")
    (home / "bin" / "python").write_text(python)
    (home / "bin" / "python").chmod(0o755)
    site = home / "lib" / "python3.99" / "site-packages"
    site.mkdir(parents=True)
    return site


def package(site: Path, name: str, plugin: dict[str, object], version: str = "4.5.6") -> None:
    (site / name).mkdir()
    (site / name / "pulumi-plugin.json").write_text(json.dumps(plugin))
    metadata = site / f"{name}-{version}.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")


def test_it_shakes_hands(host: LanguageRuntimeStub) -> None:
    request = rpc.LanguageHandshakeRequest(engine_address="127.0.0.1:2")

    assert host.Handshake(request) == rpc.LanguageHandshakeResponse()


def test_its_version_is_the_engine_s(host: LanguageRuntimeStub) -> None:
    assert host.GetPluginInfo(Empty()).version == PINNED


def test_it_names_the_interpreter(host: LanguageRuntimeStub, tmp_path: Path) -> None:
    about = host.About(rpc.AboutRequest(info=info(tmp_path)))

    assert about.executable == sys.executable
    assert about.version == ".".join(map(str, sys.version_info[:3]))


def test_it_names_the_interpreter_of_the_virtual_environment(
    host: LanguageRuntimeStub, tmp_path: Path
) -> None:
    environment(tmp_path, "")

    about = host.About(rpc.AboutRequest(info=info(tmp_path, virtualenv="its-own")))

    assert about.executable == str(tmp_path / "its-own" / "bin" / "python")
    assert about.version == "3.99.1"


def test_it_uses_its_own_interpreter_where_the_virtual_environment_is_missing(
    host: LanguageRuntimeStub, tmp_path: Path
) -> None:
    about = host.About(rpc.AboutRequest(info=info(tmp_path, virtualenv="its-own")))

    assert about.executable == sys.executable


def test_it_asks_for_the_plugins_of_the_installed_sdks(host: LanguageRuntimeStub, tmp_path: Path) -> None:
    answer = host.GetRequiredPackages(rpc.GetRequiredPackagesRequest(info=info(tmp_path)))

    found = {package.name: (package.kind, package.version) for package in answer.packages}
    assert found["azuredevops"] == ("resource", "3.16.2")
    assert found["azure-native"] == ("resource", "3.29.0")
    assert "policy" not in found


def test_it_completes_what_an_sdk_leaves_out(host: LanguageRuntimeStub, tmp_path: Path) -> None:
    site = environment(tmp_path, "")
    package(site, "pulumi_some_cloud", {"resource": True, "server": "https://example.org"})
    package(site, "pulumi_no_plugin", {"resource": False})
    value = {"name": "sub", "version": "1.0.0", "value": base64.b64encode(b"how").decode()}
    package(
        site, "pulumi_sub", {"resource": True, "name": "all", "version": "7.0.0", "parameterization": value}
    )

    asked = rpc.GetRequiredPackagesRequest(info=info(tmp_path, virtualenv="its-own"))
    some_cloud, sub = host.GetRequiredPackages(asked).packages

    assert (some_cloud.name, some_cloud.version) == ("some-cloud", "4.5.6")
    assert some_cloud.server == "https://example.org"
    assert (sub.name, sub.version) == ("all", "7.0.0")
    assert (sub.parameterization.name, sub.parameterization.value) == ("sub", b"how")


def test_it_asks_for_no_plugins_for_a_plugin(host: LanguageRuntimeStub, tmp_path: Path) -> None:
    (tmp_path / "PulumiPlugin.yaml").write_text("runtime: python\n")

    answer = host.GetRequiredPackages(rpc.GetRequiredPackagesRequest(info=info(tmp_path)))

    assert list(answer.packages) == []


def test_it_tells_older_engines_the_same_plugins(host: LanguageRuntimeStub, tmp_path: Path) -> None:
    answer = host.GetRequiredPlugins(rpc.GetRequiredPluginsRequest(info=info(tmp_path)))

    assert ("azuredevops", "resource", "3.16.2") in {(p.name, p.kind, p.version) for p in answer.plugins}


@pytest.mark.parametrize(("transitive", "with_grpc"), [(True, True), (False, False)])
def test_it_lists_what_is_installed(
    host: LanguageRuntimeStub, tmp_path: Path, transitive: bool, with_grpc: bool
) -> None:
    request = rpc.GetProgramDependenciesRequest(info=info(tmp_path), transitiveDependencies=transitive)

    names = {dependency.name for dependency in host.GetProgramDependencies(request).dependencies}

    assert "patless" in names
    assert ("grpcio" in names) == with_grpc


def test_it_installs_nothing_and_says_so(host: LanguageRuntimeStub, tmp_path: Path) -> None:
    request = rpc.InstallDependenciesRequest(info=info(tmp_path))

    said = b"".join(message.stdout for message in host.InstallDependencies(request)).decode()

    assert said == f"Python packages come from {sys.prefix}; nothing to install here.\n"
    assert list(tmp_path.iterdir()) == []


def test_it_asks_nothing_and_changes_nothing_in_a_new_project(
    host: LanguageRuntimeStub, tmp_path: Path
) -> None:
    assert list(host.RuntimeOptionsPrompts(rpc.RuntimeOptionsRequest(info=info(tmp_path))).prompts) == []
    assert (
        host.Template(rpc.TemplateRequest(info=info(tmp_path), project_name="new")) == rpc.TemplateResponse()
    )
    assert list(tmp_path.iterdir()) == []


def test_it_goes_on_after_a_cancellation(host: LanguageRuntimeStub) -> None:
    assert host.Cancel(Empty()) == Empty()
    assert host.GetPluginInfo(Empty()).version == PINNED


@pytest.mark.parametrize(
    ("call", "request_type"),
    [
        ("GenerateProgram", rpc.GenerateProgramRequest),
        ("GenerateProject", rpc.GenerateProjectRequest),
        ("GeneratePackage", rpc.GeneratePackageRequest),
        ("Pack", rpc.PackRequest),
        ("Link", rpc.LinkRequest),
    ],
)
def test_it_says_what_it_cannot_do(host: LanguageRuntimeStub, call: str, request_type: type) -> None:
    with pytest.raises(grpc.RpcError) as refusal:
        getattr(host, call)(request_type())

    assert refusal.value.code() is grpc.StatusCode.UNIMPLEMENTED
    assert "use an official installation of Pulumi" in refusal.value.details()


@pytest.mark.parametrize(
    ("code", "answer"),
    [
        (0, rpc.RunResponse()),
        (32, rpc.RunResponse(bail=True)),
        (7, rpc.RunResponse(error="the program ended with exit code 7")),
    ],
)
def test_it_runs_a_program_and_judges_its_end(
    host: LanguageRuntimeStub, tmp_path: Path, code: int, answer: rpc.RunResponse
) -> None:
    environment(tmp_path, WRITES_WHAT_IT_IS_GIVEN.replace("CODE", str(code)))

    assert host.Run(run_request(tmp_path)) == answer


def test_it_tells_a_program_its_settings_where_nobody_else_reads_them(
    host: LanguageRuntimeStub, tmp_path: Path
) -> None:
    environment(tmp_path, WRITES_WHAT_IT_IS_GIVEN.replace("CODE", "0"))
    host.Handshake(rpc.LanguageHandshakeRequest(engine_address="127.0.0.1:3"))

    host.Run(run_request(tmp_path))

    arguments = (tmp_path / "its-own" / "bin" / "python.arguments").read_text()
    described = json.loads((tmp_path / "its-own" / "bin" / "python.stdin").read_text())
    assert arguments.startswith(f"{tmp_path} -u -P ")
    assert "hunter2" not in arguments
    assert described["program"] == str(tmp_path)
    assert described["config"] == {"tiny:key": "hunter2"}
    assert described["secrets"] == ["tiny:key"]
    assert described["settings"]["engine"] == "127.0.0.1:3"
    assert described["settings"]["dry_run"] is True


def run_request(folder: Path) -> rpc.RunRequest:
    return rpc.RunRequest(
        info=info(folder, virtualenv="its-own"),
        pwd=str(folder),
        project="tiny",
        stack="dev",
        config={"tiny:key": "hunter2"},
        configSecretKeys=["tiny:key"],
        dryRun=True,
        parallel=4,
        monitor_address="127.0.0.1:1",
    )


def test_it_refuses_a_debugger(host: LanguageRuntimeStub, tmp_path: Path) -> None:
    request = rpc.RunRequest(info=info(tmp_path), pwd=str(tmp_path), attach_debugger=True)

    assert "debugger" in host.Run(request).error


def plugin_request(folder: Path, program: str, *arguments: str, **environment: str) -> rpc.RunPluginRequest:
    (folder / "__main__.py").write_text(program)
    given = {"PATH": os.defpath} | environment
    return rpc.RunPluginRequest(
        info=info(folder),
        pwd="/",
        kind="resource",
        args=arguments,
        env=[f"{k}={v}" for k, v in given.items()],
    )


@contextmanager
def waiting_plugin(host: LanguageRuntimeStub, folder: Path) -> Iterator[list[int]]:
    """A plug-in that runs until its call is cancelled: its process id, and the host's."""
    call = host.RunPlugin(plugin_request(folder, WRITES_PIDS_AND_WAITS, str(folder / "pids")))
    yield pids_in(folder / "pids")
    call.cancel()


def test_it_runs_a_plugin_and_passes_on_all_that_it_says(host: LanguageRuntimeStub, tmp_path: Path) -> None:
    program = (
        "import os, sys\n"
        "print(sys.argv[1], os.getcwd(), os.environ['GREETING'], os.environ.get('HOME'))\n"
        "print('to stderr', file=sys.stderr)\n"
        "sys.exit(9)\n"
    )

    messages = list(host.RunPlugin(plugin_request(tmp_path, program, "first", GREETING="a=b")))

    assert b"".join(message.stdout for message in messages) == b"first / a=b None\n"
    assert b"".join(message.stderr for message in messages) == b"to stderr\n"
    assert messages[-1].exitcode == 9


def test_a_plugin_ends_with_its_call(host: LanguageRuntimeStub, tmp_path: Path) -> None:
    with waiting_plugin(host, tmp_path) as (plugin, _):
        pass

    eventually(lambda: is_gone(plugin), "the plug-in has ended")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_and_its_plugins_without_a_word(tmp_path: Path, number: signal.Signals) -> None:
    with started(HOST) as (process, stub), waiting_plugin(stub, tmp_path) as (plugin, _):
        process.send_signal(number)

        assert process.communicate(timeout=DEADLINE) == ("", "")
        assert process.returncode == 0
        assert is_gone(plugin)


def test_it_and_its_plugins_end_with_the_engine_s_process(tmp_path: Path) -> None:
    engine_and_host = [sys.executable, "-c", PARENT, *HOST]
    with started(engine_and_host) as (engine, stub), waiting_plugin(stub, tmp_path) as pids:
        engine.kill()

        assert engine.communicate(timeout=DEADLINE) == ("", "")
        for pid in pids:
            eventually(lambda pid=pid: is_gone(pid), f"process {pid} has ended")
