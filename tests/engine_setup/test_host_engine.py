"""The Python language host under the real engine."""

import signal
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

from tests.engine_setup.project import HERE, Project, eventually, is_gone, pids_in

pytestmark = pytest.mark.engine

ONE_RESOURCE = """
import pulumi

pulumi.Stash("one", input={"a": 1})
"""

WITH_PLUGIN = f"""
name: tiny
runtime: python
plugins:
  providers:
    - {{name: notes, path: {HERE / "plugin"}}}
"""

ONE_NOTE = """
import pulumi

class Note(pulumi.CustomResource):
    def __init__(self, name):
        super().__init__("notes:index:Note", name, {"text": "hello"})

"""

WRITES_ITS_PIDS = """
import os
import pathlib

pids = pathlib.Path(os.environ["NOTES"], "program.pid")
pids.write_text(f"{os.getpid()} {os.getppid()}")
"""

ENDLESS = WRITES_ITS_PIDS + "import threading\n\nthreading.Event().wait()\n"

QUIET = ("Traceback", "KeyboardInterrupt", "CancelledError", "Exception ignored")


def diagnostics(output: str) -> str:
    """What the engine repeats at the end; before that, it shows the same lines while it works."""
    return output.partition("Diagnostics:")[2]


def assert_quiet(output: str) -> None:
    assert not [word for word in QUIET if word in output], output


def test_a_stack_lives_and_dies(project: Project) -> None:
    project.program(ONE_RESOURCE)

    assert "+ 2 to create" in project.run("preview")
    assert "+ 2 created" in project.run("up", "--yes", "--skip-preview")
    assert "2 unchanged" in project.run("up", "--yes", "--skip-preview")
    assert "2 unchanged" in project.run("refresh", "--yes", "--skip-preview")
    assert "2 deleted" in project.run("destroy", "--yes", "--skip-preview")


def test_a_program_gets_its_configuration_and_no_environment_has_its_secrets(project: Project) -> None:
    project.program(
        """
import os
import pulumi

config = pulumi.Config()
pulumi.export("who", config.require("who"))
pulumi.export("key", config.require_secret("key"))
pulumi.export("leaked", "hunter2" in str(os.environ))
pulumi.export("where", [pulumi.get_organization(), pulumi.get_project(), pulumi.get_stack()])
"""
    )
    project.run("config", "set", "who", "me")
    project.run("config", "set", "--secret", "key", "hunter2")

    shown = project.run("up", "--yes", "--skip-preview")
    outputs = project.run("stack", "output", "--json")

    assert "[secret]" in shown
    assert "hunter2" not in shown + outputs
    assert '"who": "me"' in outputs
    assert '"leaked": false' in outputs
    assert '"organization",\n    "tiny",\n    "dev"' in outputs


def test_an_exception_shows_the_program_s_own_lines_once(project: Project) -> None:
    project.program("import helper\n\nhelper.fail()\n")
    (project.folder / "helper.py").write_text("def fail():\n    raise KeyError('nothing here')\n")

    output = project.run("preview", code=1)

    assert diagnostics(output).count("error:") == 1
    assert "Program failed with an unhandled exception" in output
    assert 'helper.py", line 2, in fail' in output
    assert "nothing here" in output
    assert not [word for word in ("runpy", "engine/program.py", "exit code") if word in output], output


def test_a_run_error_is_one_sentence(project: Project) -> None:
    project.program("import pulumi\n\nraise pulumi.RunError('the manifest is empty')\n")

    output = project.run("preview", code=1)

    assert diagnostics(output).count("error:") == 1
    assert "error: the manifest is empty" in diagnostics(output)
    assert_quiet(output)
    assert "exit code" not in output


def test_exit_code_32_adds_nothing_to_what_the_program_said(project: Project) -> None:
    project.program("import sys, pulumi\n\npulumi.log.error('said once')\nsys.exit(32)\n")

    output = project.run("preview", code=1)

    assert diagnostics(output).count("error:") == 1
    assert "error: said once" in diagnostics(output)
    assert "exit code" not in output
    assert_quiet(output)


def test_another_exit_code_is_told(project: Project) -> None:
    project.program("raise SystemExit(3)\n")

    assert "the program ended with exit code 3" in project.run("preview", code=1)


def test_a_missing_program_is_named(project: Project) -> None:
    output = project.run("preview", code=1)

    assert "__main__.py" in output
    assert_quiet(output)


def test_files_of_the_user_do_not_shadow_what_the_host_imports(project: Project) -> None:
    for name in ("grpc", "asyncio", "patless", "google"):
        (project.folder / f"{name}.py").write_text("raise RuntimeError('imported by mistake')\n")
    project.environment["PYTHONPATH"] = str(project.folder)

    # `about` starts the host and no program, for which its own files would come first by right.
    assert f"executable='{sys.executable}'" in project.run("about")


def test_a_program_runs_in_the_virtual_environment_that_it_names(project: Project) -> None:
    home = project.folder / "its-own"
    venv.create(home, symlinks=True)
    site = next(home.glob("lib/python3*/site-packages"))
    (site / "sdk.pth").write_text(sysconfig.get_paths()["purelib"])
    project.settings("name: tiny\nruntime: {name: python, options: {virtualenv: its-own}}\n")
    project.program("import sys, shutil\n\nprint('ran in', sys.prefix, 'with', shutil.which('python'))\n")

    output = project.run("preview")

    assert f"ran in {home} with {home / 'bin' / 'python'}" in output


def test_a_virtual_environment_without_the_sdk_is_named(project: Project) -> None:
    venv.create(project.folder / "empty", symlinks=True)
    project.settings("name: tiny\nruntime: {name: python, options: {virtualenv: empty}}\n")
    project.program(ONE_RESOURCE)

    output = project.run("preview", code=1)

    assert f"pulumi is not installed in {project.folder / 'empty'}" in output
    assert_quiet(output)


def test_a_program_may_be_a_file_with_modules_beside_it(project: Project) -> None:
    inside = project.folder / "infra"
    inside.mkdir()
    (inside / "beside.py").write_text("VALUE = 'from beside'\n")
    (inside / "entry.py").write_text("import beside\n\nprint(beside.VALUE)\n")
    project.settings("name: tiny\nruntime: python\nmain: infra/entry.py\n")

    assert "from beside" in project.run("preview")


def test_a_pack_refuses_without_noise(project: Project) -> None:
    project.program(ONE_RESOURCE + 'pulumi.Stash("forbidden", input={})\n')

    preview = project.run("preview", "--policy-pack", str(HERE / "pack"), code=1)
    update = project.run("up", "--yes", "--skip-preview", "--policy-pack", str(HERE / "pack"), code=1)

    for output in (preview, update):
        assert "no-forbidden-name" in output
        assert "this name is not allowed" in output
        assert_quiet(output)


def test_a_pack_lets_pass(project: Project) -> None:
    project.program(ONE_RESOURCE)

    output = project.run("up", "--yes", "--skip-preview", "--policy-pack", str(HERE / "pack"))

    assert "names@v" in output
    assert "+ 2 created" in output


def test_a_plugin_creates_and_deletes(project: Project, tmp_path: Path) -> None:
    project.settings(WITH_PLUGIN)
    project.program(ONE_NOTE + 'Note("first")\n')

    project.run("up", "--yes", "--skip-preview")
    assert (tmp_path / "first").read_text() == "created"

    project.run("destroy", "--yes", "--skip-preview")
    assert not (tmp_path / "first").exists()


def test_a_plugin_s_schema_is_printed(project: Project) -> None:
    assert '"notes:index:Note"' in project.run("package", "get-schema", str(HERE / "plugin"))


def test_a_plugin_is_installed_from_its_folder(project: Project, tmp_path: Path) -> None:
    project.run("plugin", "install", "resource", "notes", "v1.2.3", "-f", str(HERE / "plugin"))
    project.program(ONE_NOTE + 'Note("first")\n')

    assert "notes" in project.run("plugin", "ls")
    project.run("up", "--yes", "--skip-preview")
    assert (tmp_path / "first").exists()


def test_install_leaves_the_environment_alone(project: Project) -> None:
    project.program(ONE_RESOURCE)

    output = project.run("install", "--no-plugins")

    assert f"Python packages come from {sys.prefix}" in output


def test_about_names_the_interpreter_and_the_packages(project: Project) -> None:
    project.program(ONE_RESOURCE)

    output = project.run("about")

    assert f"executable='{sys.executable}'" in output
    assert "patless" in output


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_ends_everything_without_noise(
    project: Project, tmp_path: Path, number: signal.Signals
) -> None:
    project.program(ENDLESS)
    engine = project.start("up", "--yes", "--skip-preview")
    pids = pids_in(tmp_path / "program.pid")

    engine.send_signal(number)
    output, _ = engine.communicate(timeout=30)

    assert_quiet(output)
    assert engine.returncode != 0
    for pid in pids:
        eventually(lambda pid=pid: is_gone(pid), f"process {pid} has ended")


def test_nothing_outlives_an_engine_that_is_killed(project: Project, tmp_path: Path) -> None:
    project.settings(WITH_PLUGIN)
    project.program(ONE_NOTE + 'Note("slow")\n' + WRITES_ITS_PIDS)
    engine = project.start("up", "--yes", "--skip-preview", "--policy-pack", str(HERE / "pack"))
    pids = pids_in(tmp_path / "program.pid") + pids_in(tmp_path / "plugin.pid")

    engine.kill()
    engine.communicate(timeout=30)

    for pid in pids:
        eventually(lambda pid=pid: is_gone(pid), f"process {pid} has ended")
