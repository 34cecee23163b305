"""The guardrails as they are at a git ref, which the change under check cannot have touched."""

import io
import os
import subprocess
import sys
import tarfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

from patless.errors import PatlessError

FOLDERS = ("data", "engine", "rules")
"""Those of the guardrails; refs from before them have all modules side by side."""

FILES = ("PATLESS_EXEMPTIONS", "PATLESS_GUARDRAILS")
"""Variables that name files of the guardrails."""

PROFILE = "PATLESS_PROFILE"


@dataclass(frozen=True)
class Guardrails:
    """Where the pack is, and what else it goes by."""

    pack: Path
    environment: Mapping[str, str]
    """Variables, among them those that the pack reads."""

    config: str | None = None
    """The file of `--policy-pack-config`."""

    origin: str = "the checkout"
    hidden: str = ""
    """What to leave out of the names of files: the folder that holds the copies."""


class Flat(MetaPathFinder, Loader):
    """Finds the modules of guardrails that have no folders under the names that they have with them."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """What `guardrails.engine.rule` is: `guardrails.rule`."""
        package, _, rest = fullname.partition(".")
        folder, _, module = rest.partition(".")
        if package != "guardrails" or folder not in FOLDERS:
            return None
        return ModuleSpec(fullname, self, is_package=not module)

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        """The module; of a folder, an empty one."""
        module = spec.name.split(".", 2)[2:]
        return import_module(f"guardrails.{module[0]}") if module else None

    def exec_module(self, module: ModuleType) -> None:
        """Nothing: it has run under its own name."""


def take(present: Guardrails, ref: str, into: Path, folder: Path) -> Guardrails:
    """The guardrails at `ref` of the repository that `folder` is in; copies are made below `into`.

    What lies outside of that repository stays as it is: no change to the repository touches it.
    """
    repository = _repository(folder)
    commit = _commit(repository, ref)
    environment = {name: value for name, value in present.environment.items() if name != PROFILE}
    for variable in FILES:
        if named := environment.get(variable):
            environment[variable] = _file(repository, commit, folder / named, into, "")
    config = present.config
    if config is not None:
        config = _file(repository, commit, folder / config, into, None)
    return replace(
        present,
        pack=_pack(repository, commit, present.pack, into),
        environment=environment,
        config=config,
        origin=f"{ref} ({commit[:10]})",
        hidden=f"{into}{os.sep}",
    )


def _pack(repository: Path, commit: str, pack: Path, into: Path) -> Path:
    if not pack.resolve().is_relative_to(repository):
        return pack
    inside = pack.resolve().relative_to(repository).as_posix()
    archive = _git(repository, "archive", "--format=tar", commit, "--", inside)
    if archive.returncode:
        raise PatlessError(
            f"there is no folder {inside} at {commit[:10]}",
            "a ref that has the guardrails",
            "name another ref, or leave --guardrails-from out",
        )
    with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as files:
        files.extractall(into, filter="data")
    # PulumiPolicy.yaml names the environment beside the pack's folder.
    environment = (into / inside).parent / ".venv"
    if not environment.exists():
        environment.symlink_to(sys.prefix)
    return into / inside


def _file(repository: Path, commit: str, path: Path, into: Path, otherwise: str | None) -> str:
    """A file as it is at the commit; with `otherwise` in it where it is not there."""
    whole = Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow links out of the repository
    if not whole.is_relative_to(repository):
        return str(whole)
    inside = whole.relative_to(repository).as_posix()
    blob = _git(repository, "cat-file", "blob", f"{commit}:{inside}")
    if blob.returncode and otherwise is None:
        raise PatlessError(
            f"there is no file {inside} at {commit[:10]}",
            "a file that the ref has, because the change could have written it",
            "merge the file first, or leave --guardrails-from out",
        )
    copy = into / inside
    copy.parent.mkdir(parents=True, exist_ok=True)
    copy.write_bytes(blob.stdout if not blob.returncode else (otherwise or "").encode())
    return str(copy)


def _repository(folder: Path) -> Path:
    found = _git(folder, "rev-parse", "--show-toplevel")
    if found.returncode:
        raise PatlessError(
            f"{folder} is not in a git repository",
            "a checkout, whose ref --guardrails-from names",
            "run this in the repository, or leave --guardrails-from out",
        )
    return Path(found.stdout.decode().strip()).resolve()


def _commit(repository: Path, ref: str) -> str:
    found = _git(repository, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}")
    if found.returncode:
        raise PatlessError(
            f"there is no ref {ref}",
            "a branch, tag or commit that this checkout has",
            "fetch it (`git fetch origin main`), then name it as origin/main",
        )
    return found.stdout.decode().strip()


def _git(folder: Path, *words: str) -> "subprocess.CompletedProcess[bytes]":
    try:
        return subprocess.run(["git", "-C", folder, *words], capture_output=True, check=False)
    except FileNotFoundError:
        raise PatlessError("there is no git", "git on PATH", "install git") from None
