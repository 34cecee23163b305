"""Fixtures of the check: the command as a user runs it, and reports made of plain data."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from guardrails import RULES, Enforcement

from azdo_emulator.model import Cloud, fingerprint
from patless import cli
from patless.check.at_ref import Guardrails
from patless.check.manifest import Manifest
from patless.check.report import Report, report
from patless.engine import install
from patless.project import ROOT
from patless.sandbox.folder import STACK, Sandbox

VARIABLES = (
    "PATLESS_EXEMPTIONS",
    "PATLESS_GUARDRAILS",
    "PATLESS_PROFILE",
    "PULUMI_OPTION_POLICY_PACK_CONFIG",
)


@dataclass(frozen=True)
class Done:
    """How the command ended."""

    code: int
    out: str
    err: str


Check = Callable[..., Done]
Examine = Callable[..., Report]


@pytest.fixture
def check(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Check:
    """Runs `patless check` in a folder of the test's own."""
    monkeypatch.chdir(tmp_path)
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)

    def run(*words: str) -> Done:
        monkeypatch.setattr(sys, "argv", ["patless", "check", *words])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        out, err = capsys.readouterr()
        return Done(int(ended.value.code or 0), out, err)

    return run


@pytest.fixture
def examine() -> Examine:
    """Makes the report about a subject."""

    def run(subject: Any, rules: Any = RULES, **more: Any) -> Report:
        enforcement = more.pop("enforcement", Enforcement())
        manifest = more.pop("manifest", Manifest())
        guardrails = more.pop("guardrails", Guardrails(Path("policies"), {}))
        return report(subject, guardrails, enforcement, rules, manifest, **more)

    return run


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str], str]:
    """Writes a file into the folder of the test; its name."""

    def run(name: str, text: str) -> str:
        (tmp_path / name).write_text(text)
        return name

    return run


@dataclass(frozen=True)
class Lab:
    """A sandbox of the tests' own, and a program on it that the test writes."""

    sandbox: Sandbox
    folder: Path

    def program(self, text: str) -> None:
        """Write the program."""
        (self.folder / "Pulumi.yaml").write_text(PROJECT.format(ROOT / ".venv"))
        (self.folder / "__main__.py").write_text(text)

    def check(
        self, *words: str, cwd: Path | None = None, passed: Collection[str] | None = None, **more: str
    ) -> Done:
        """`patless check` of the program, as a user runs it with the variables `more`.

        passed: those that the program gets; all of them by default.
        """
        named = [word for name in (more if passed is None else passed) for word in ("--pass-env", name)]
        command = [sys.executable, "-c", "from patless.cli import main; main()", "check", "--stack", STACK]
        done = subprocess.run(
            [*command, *words, *named],
            cwd=cwd or self.folder,
            env=self.sandbox.environment() | more,
            capture_output=True,
            text=True,
        )
        return Done(done.returncode, done.stdout, done.stderr)

    def up(self, **more: str) -> None:
        """Deploy the program, which has to succeed."""
        done = subprocess.run(
            [self.sandbox.engine.cli, "up", "--yes", "--skip-preview", "--stack", STACK],
            cwd=self.folder,
            env=self.sandbox.environment() | more,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stdout + done.stderr

    def fingerprint(self) -> str:
        """The fingerprint of all that the cloud holds."""
        with Cloud(self.sandbox.folder).read() as session:
            return fingerprint(session)


PROJECT = """
name: patless
runtime: {{name: python, options: {{virtualenv: {}}}}}
config:
  pulumi:disable-default-providers: {{value: ["*"]}}
"""


@pytest.fixture(scope="session")
def fresh_sandbox(tmp_path_factory: pytest.TempPathFactory) -> Sandbox:
    """A sandbox in which nothing was ever deployed."""
    made = Sandbox(
        tmp_path_factory.mktemp("fresh") / "sandbox", install(ROOT / ".patless/tests", print, pinned=True)
    )
    made.prepare()
    return made


@pytest.fixture
def lab(fresh_sandbox: Sandbox, tmp_path: Path) -> Lab:
    """A sandbox of the test's own."""
    shutil.copytree(fresh_sandbox.folder, tmp_path / "sandbox")
    folder = tmp_path / "program"
    folder.mkdir()
    return Lab(Sandbox(tmp_path / "sandbox", fresh_sandbox.engine), folder)
