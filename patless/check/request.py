"""What a check is asked for on the command line."""

from dataclasses import dataclass
from pathlib import Path

from patless.errors import PatlessError
from patless.project import ROOT


@dataclass(frozen=True)
class Request:
    """What was asked for."""

    sandbox: bool
    state: str | None
    plan: str | None
    stack: str | None
    folder: Path
    new_only: bool
    config: str | None
    pass_env: tuple[str, ...] = ()
    """Variables that the code under check gets beside the allowed ones."""

    def refuse(self) -> None:
        """Raise where the options make no sense."""
        self._refuse_empty()
        self._refuse_clashes()

    def project(self) -> Path:
        """The folder of the program: the nearest one upwards that has a Pulumi.yaml."""
        here = self.folder.resolve()
        above = next(filter(is_program, (here, *here.parents)), None)
        return above or (ROOT if self.sandbox else here)

    def _refuse_empty(self) -> None:
        """A variable that is not set must not become another check than the one that was asked for."""
        given = {
            "--state": self.state,
            "--plan": self.plan,
            "--stack": self.stack,
            "--policy-pack-config": self.config,
        }
        for option, value in given.items():
            if value == "":
                raise PatlessError(f"{option} is empty", "a value", "give one, or leave the option out")
        if not self.folder.is_dir():
            raise PatlessError(f"{self.folder} is not a folder", "the folder of a program", "correct --cwd")

    def _refuse_clashes(self) -> None:
        files = self.state or self.plan
        clashes = [
            (
                self.sandbox and files,
                "--sandbox with a file",
                "a preview on the sandbox, or --state or --plan",
            ),
            (self.stack and files, "--stack with a file", "the stack to preview, or --state or --plan"),
            (
                self.new_only and self.state and not self.plan,
                "--new-only with --state alone",
                "a change",
            ),
            (self.state == "-" and self.plan == "-", "--state - with --plan -", "one of them from a file"),
        ]
        for clash, what, expected in clashes:
            if clash:
                raise PatlessError(f"{what} makes no sense", expected, "leave one of the options out")


def is_program(folder: Path) -> bool:
    """Whether a folder holds a program."""
    return any((folder / name).is_file() for name in ("Pulumi.yaml", "Pulumi.yml"))
