"""Processes that begin where imports have ended.

A run of the engine starts five Pythons, and each imports for a second what the one before it has imported.

`python -m tests.lifecycle.warm SOCKET` imports once and waits. The programs that the engine starts are
launchers then: each hands its arguments, variables and open files to that process, which forks.
"""

import importlib
import json
import os
import random
import runpy
import select
import shlex
import shutil
import signal
import socket
import struct
import subprocess
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from azdo_emulator.providers.installing import SDKS
from patless.engine import Engine

LAUNCHER = """\
#!{python} -IS
import json, os, signal, socket, struct, sys
signal.signal(signal.SIGINT, signal.SIG_DFL)
server = socket.socket(socket.AF_UNIX)
server.connect({socket!r})
told = json.dumps([{kind!r}, sys.argv[1:], dict(os.environ), os.getcwd()]).encode()
socket.send_fds(server, [struct.pack("!I", len(told))], [0, 1, 2])
server.sendall(told)
code = server.recv(4)
os._exit(struct.unpack("!I", code)[0] if len(code) == 4 else 1)
"""


TIMEOUT = 5.0
"""Seconds that a language host has to end."""


@contextmanager
def warmed(folder: Path, engine: Engine) -> Iterator[tuple[Engine, Path]]:
    """An engine whose language host is a launcher, and the folder of launchers for the plug-ins."""
    address = folder / "warm"
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.lifecycle.warm", address],
        stdout=subprocess.PIPE,
        env=os.environ | {"GRPC_ENABLE_FORK_SUPPORT": "0"},
    )
    assert process.stdout is not None
    try:
        process.stdout.readline()
        programs = folder / "bin"
        programs.mkdir()
        cli = programs / "pulumi"
        os.link(engine.cli, cli) if _same_disk(engine.cli, programs) else shutil.copy2(engine.cli, cli)
        _launcher(programs / "pulumi-language-python", address, "host")
        _launcher(programs / "python", address, "python")
        for name in SDKS:
            _launcher(programs / f"plugin-{name}", address, name)
        yield Engine(**vars(engine) | {"cli": cli}), programs
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()


def plugins(home: Path, programs: Path) -> None:
    """Put launchers in the place of the plug-ins that are in a PULUMI_HOME."""
    for installed in home.glob("plugins/*/pulumi-resource-*"):
        name = installed.name.removeprefix("pulumi-resource-")
        launcher = programs / f"plugin-{name}"
        installed.write_text(f'#!/bin/sh\nexec {shlex.quote(str(launcher))} "$@"\n')


def _same_disk(one: Path, other: Path) -> bool:
    return one.stat().st_dev == other.stat().st_dev


def _launcher(path: Path, address: Path, kind: str) -> None:
    path.write_text(LAUNCHER.format(python=sys.executable, socket=str(address), kind=kind))
    path.chmod(0o755)


def _serve(address: str) -> None:
    _import()
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(address)
        server.listen(64)
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        while True:
            connection, _ = server.accept()
            if os.fork() == 0:
                server.close()
                _attend(connection)
            connection.close()


WANTED = (
    "grpc.aio",
    "patless.engine.host",
    "patless.engine.program",
    "patless.engine.serving",
    *(f"azdo_emulator.providers.{name.replace('-', '_')}" for name in SDKS),
    "pulumi_azure_native.authorization",
    "pulumi_azure_native.resources",
    "stacks.program",
)
"""What the programs import, and nothing that starts a thread."""


def _import() -> None:
    for module in WANTED:
        importlib.import_module(module)
    # Touched, because it is imported lazily.
    _ = importlib.import_module("pulumi_azure_native.managedidentity").UserAssignedIdentity


def _attend(connection: socket.socket) -> None:
    """Run what a launcher asks for, and end it where the launcher is ended."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    head, files, _, _ = socket.recv_fds(connection, 4, 3)
    [length] = struct.unpack("!I", head)
    told = b""
    while len(told) < length:
        told += connection.recv(length - len(told))
    words = json.loads(told)
    child = os.fork()
    if child == 0:
        connection.close()
        _run(*words, files)
    for file in files:
        os.close(file)
    ended = os.pidfd_open(child)
    select.select([connection, ended], [], [])
    if not select.select([ended], [], [], 0)[0]:
        # A language host has a program to end, which would hold the engine's pipes open.
        if words[0] == "host":
            os.kill(child, signal.SIGTERM)
            select.select([ended], [], [], TIMEOUT)
        os.kill(child, signal.SIGKILL)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    try:
        connection.sendall(struct.pack("!I", code if code >= 0 else 1))
    finally:
        os._exit(0)


def _run(kind: str, words: list[str], variables: dict[str, str], folder: str, files: list[int]) -> None:
    for number, file in enumerate(files):
        os.dup2(file, number)
        os.close(file)
    os.environ.clear()
    os.environ.update(variables)
    os.chdir(folder)
    random.seed()
    sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w", buffering=1), open(2, "w", buffering=1)  # noqa: SIM115
    code = 0
    try:
        _main(kind, words)
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except BaseException:
        traceback.print_exc()
        code = 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _main(kind: str, words: list[str]) -> None:
    sys.argv = [kind, *words]
    if kind == "host":
        _lead_programs_here()
        import patless.engine.host

        patless.engine.host.main()
    elif kind == "python":
        _python(words)
    else:
        from azdo_emulator.providers.serving import serve

        serve(importlib.import_module(f"azdo_emulator.providers.{kind.replace('-', '_')}").PROVIDER)


def _lead_programs_here() -> None:
    """Let the language host start the program by its launcher, which lies beside the CLI."""
    from patless.engine import language
    from patless.engine.interpreter import Interpreter

    python = Path(os.environ["PATH"].split(":")[0], "python")
    language.interpreter_of = lambda info: Interpreter(python, Path(sys.prefix))


def _python(words: list[str]) -> None:
    script = next(word for word in words if not word.startswith("-"))
    if script.endswith("patless/engine/program.py"):
        import patless.engine.program

        patless.engine.program.main()
        return
    sys.argv = words[words.index(script) :]
    runpy.run_path(script, run_name="__main__")


if __name__ == "__main__":
    _serve(sys.argv[1])
