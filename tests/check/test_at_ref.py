"""The guardrails of a git ref: a change cannot weaken the check that looks at it."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from patless.check.at_ref import Guardrails, take
from patless.errors import PatlessError
from patless.project import ROOT
from tests.check.stack import GIT_HUB, entry, state

LEGACY = entry(GIT_HUB, "legacy", {"authPersonal": {"personalAccessToken": "[secret]"}})
WEAK = "\nRULES = ()\n"


def git(folder, *words):
    author = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *author, "-C", folder, *words], check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path):
    """A repository with a pack, exemptions and a configuration, all committed."""
    folder = tmp_path / "repository"
    (folder / "policies/guardrails").mkdir(parents=True)
    (folder / "policies/guardrails/__init__.py").write_text("NAME = 'committed'\n")
    (folder / "policies/exemptions.yaml").write_text("[]\n")
    (folder / "config.json").write_text("{}")
    git(tmp_path, "init", "-q", "repository")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "first")
    return folder


@pytest.fixture
def into(tmp_path):
    found = tmp_path / "copies"
    found.mkdir()
    return found.resolve()


def present(repository, **more):
    return Guardrails(repository / "policies", more.pop("environment", {}), **more)


def test_the_pack_is_that_of_the_ref(repository, into):
    (repository / "policies/guardrails/__init__.py").write_text(WEAK)
    (repository / "policies/exemptions.yaml").write_text("- everything\n")

    taken = take(present(repository), "HEAD", into, repository)

    assert (taken.pack / "guardrails/__init__.py").read_text() == "NAME = 'committed'\n"
    assert (taken.pack / "exemptions.yaml").read_text() == "[]\n"
    assert taken.origin.startswith("HEAD (")


def test_the_pack_finds_its_environment(repository, into):
    taken = take(present(repository), "HEAD", into, repository)

    assert (taken.pack.parent / ".venv").resolve() == Path(sys.prefix).resolve()


def test_the_profile_of_the_environment_does_not_count(repository, into):
    environment = {"PATLESS_PROFILE": "audit", "PATH": "/bin"}

    taken = take(present(repository, environment=environment), "HEAD", into, repository)

    assert taken.environment == {"PATH": "/bin"}


def test_files_that_variables_name_are_those_of_the_ref(repository, into):
    (repository / "policies/exemptions.yaml").write_text("- everything\n")
    (repository / "new.yaml").write_text("- everything\n")
    environment = {"PATLESS_EXEMPTIONS": "policies/exemptions.yaml", "PATLESS_GUARDRAILS": "new.yaml"}

    taken = take(present(repository, environment=environment), "HEAD", into, repository)

    assert Path(taken.environment["PATLESS_EXEMPTIONS"]).read_text() == "[]\n"
    assert Path(taken.environment["PATLESS_GUARDRAILS"]).read_text() == ""


def test_the_configuration_is_that_of_the_ref(repository, into):
    (repository / "config.json").write_text('{"all": "disabled"}')

    taken = take(present(repository, config="config.json"), "HEAD", into, repository)

    assert Path(taken.config).read_text() == "{}"


def test_a_configuration_that_the_ref_lacks_is_refused(repository, into):
    (repository / "new.json").write_text('{"all": "disabled"}')

    with pytest.raises(PatlessError, match=r"no file new\.json"):
        take(present(repository, config="new.json"), "HEAD", into, repository)


def test_a_link_does_not_lead_out_of_the_ref(repository, into, tmp_path):
    (tmp_path / "outside.yaml").write_text("- everything\n")
    (repository / "policies/exemptions.yaml").unlink()
    (repository / "policies/exemptions.yaml").symlink_to(tmp_path / "outside.yaml")
    environment = {"PATLESS_EXEMPTIONS": "policies/exemptions.yaml"}

    taken = take(present(repository, environment=environment), "HEAD", into, repository)

    assert Path(taken.environment["PATLESS_EXEMPTIONS"]).read_text() == "[]\n"


def test_what_lies_elsewhere_stays(repository, into, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    environment = {"PATLESS_EXEMPTIONS": str(elsewhere / "exemptions.yaml")}

    taken = take(Guardrails(elsewhere, environment), "HEAD", into, repository)

    assert taken.pack == elsewhere
    assert taken.environment == environment


@pytest.mark.parametrize("ref", ["nothing", "--help", "HEAD~1", ""])
def test_a_ref_that_there_is_not_is_refused(repository, into, ref):
    with pytest.raises(PatlessError, match="there is no ref"):
        take(present(repository), ref, into, repository)


def test_a_ref_without_the_pack_is_refused(repository, into):
    git(repository, "rm", "-rq", "policies")
    git(repository, "commit", "-qm", "gone")
    (repository / "policies").mkdir()

    with pytest.raises(PatlessError, match="no folder policies"):
        take(present(repository), "HEAD", into, repository)


def test_a_folder_that_is_no_repository_is_refused(into, tmp_path):
    with pytest.raises(PatlessError, match="not in a git repository"):
        take(Guardrails(tmp_path, {}), "HEAD", into, tmp_path)


@pytest.fixture
def clone(tmp_path):
    """A repository that has Patless in it, for the whole command."""
    folder = tmp_path / "clone"
    for part in ("patless/check", "patless/findings", "policies"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "patless/commands").mkdir()
    for file in ("__init__", "errors", "project", "commands/__init__", "commands/check"):
        shutil.copy(ROOT / f"patless/{file}.py", folder / f"patless/{file}.py")
    git(tmp_path, "init", "-q", "clone")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "first")
    (folder / "state.json").write_text(state([LEGACY]))
    return folder


def test_a_change_that_empties_the_rules_is_checked_by_those_of_the_ref(clone):
    rules = clone / "policies/guardrails/__init__.py"
    rules.write_text(rules.read_text() + WEAK)

    guarded = check(clone, "--guardrails-from", "HEAD")

    assert (guarded.returncode, guarded.stderr) == (1, "")
    assert "no-pat-connection" in guarded.stdout
    assert "guardrails from HEAD (" in guarded.stdout


def test_guardrails_of_another_version_end_with_3_and_say_what_to_do(clone):
    rules = clone / "policies/guardrails/__init__.py"
    rules.write_text("RULES = ()\n")
    git(clone, "commit", "-qam", "an older one")

    done = check(clone, "--guardrails-from", "HEAD")

    assert done.returncode == 3
    assert "the guardrails at HEAD are of another version than this patless" in done.stderr
    assert "Traceback" not in done.stderr


def flatten(guardrails):
    """Lay the modules side by side, as they were before they had folders."""
    for path in guardrails.glob("*/*.py"):
        if path.stem != "__init__":
            path.rename(guardrails / path.name)
    rules = [path.stem for path in guardrails.glob("*.py") if "\nRULE = " in path.read_text()]
    for folder in ("data", "engine", "rules"):
        shutil.rmtree(guardrails / folder)
    for path in guardrails.glob("*.py"):
        path.write_text(re.sub(r"guardrails(\.(data|engine|rules))(?=[. ])", "guardrails", path.read_text()))
    public = guardrails / "__init__.py"
    text = public.read_text().replace(
        "from guardrails import RULES\n", f"from guardrails import {', '.join(rules)}\n"
    )
    public.write_text(f"{text}\nRULES = ({''.join(f'{rule}.RULE, ' for rule in sorted(rules))})\n")


def test_a_ref_whose_rules_have_no_folders_says_the_same(clone):
    git(clone, "checkout", "-qb", "flat")
    flatten(clone / "policies/guardrails")
    git(clone, "add", "-A", "policies")
    git(clone, "commit", "-qm", "as it was")
    git(clone, "checkout", "-q", "-")

    before, now = (check(clone, "--guardrails-from", ref) for ref in ("flat", "HEAD"))

    assert (before.returncode, before.stderr) == (now.returncode, now.stderr) == (1, "")
    assert re.sub(r"guardrails from .*", "", before.stdout) == re.sub(r"guardrails from .*", "", now.stdout)


def check(folder, *words):
    program = "from patless.commands import check; import typer; typer.run(check.check)"
    environment = {
        "PYTHONPATH": f"{folder}:{folder / 'policies'}",
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
    }
    return subprocess.run(
        [sys.executable, "-c", program, "--state", "state.json", *words],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
    )
