"""The guide says what the command can do, no more and no less."""

import re
import subprocess

import typer.main
from ruamel.yaml import YAML

from patless.check.access.diff import Turn
from patless.check.formats import ENDINGS, FORMATS
from patless.check.formats.words import SIGNS
from patless.check.in_force import RULE
from patless.check.removals import CHECKS
from patless.check.verdict import Verdict
from patless.cli import app
from patless.project import ROOT

GUIDE = (ROOT / "docs/guides/check.md").read_text()


def options():
    command = typer.main.get_command(app).commands["check"]
    return {option for one in command.params for option in one.opts if option != "--help"}


def test_every_option_is_explained_and_none_that_there_is_not():
    others = {"--json", "--show-sames", "--policy-pack", "--paginate", "--jq", "--fail", "--rawfile"}

    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", GUIDE)) - others == options()


def test_every_exit_code_is_explained():
    assert re.findall(r"^\| (\d) \|", GUIDE, re.MULTILINE) == [str(int(one)) for one in Verdict]


def test_the_rule_of_the_check_itself_has_its_place():
    assert f"\n### {RULE}\n" in GUIDE


def test_every_rule_about_a_change_is_named_with_its_page():
    assert re.findall(r"\(\.\./reference/rules/(keeps-[\w-]+)\.md\)", GUIDE) == list(CHECKS)


def test_every_format_and_ending_is_named():
    assert all(f"`{form}`" in GUIDE or f"**{form}**" in GUIDE for form in FORMATS)
    assert all(f"`{ending}`" in GUIDE for ending in ENDINGS if ending != ".sarif.json")


def test_the_signs_are_explained():
    for turn in (Turn.GIVEN, Turn.CHANGED, Turn.TAKEN):
        assert f"`{SIGNS[turn]}` is " in GUIDE


def jobs():
    """The jobs of the guide, each with its permissions."""
    for text in re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL):
        found = YAML(typ="safe").load(text)
        for job in found["jobs"].values() if "jobs" in found else [found]:
            yield found.get("permissions"), job["steps"], text


def test_the_job_that_runs_a_change_has_nothing_to_lose():
    checking = [one for one in jobs() if "patless check" in str(one[1]) and "checkout" in str(one[1][0])]

    assert len(checking) == 2
    for permissions, steps, text in checking:
        assert permissions in ({"contents": "read"}, None)
        assert "secrets" not in text
        assert "id-token" not in text
        assert "System.AccessToken" not in text
        assert "env:" not in text
        first = steps[0]
        assert False in (first.get("with", {}).get("persist-credentials"), first.get("persistCredentials"))


def test_the_job_that_may_write_checks_nothing_out_and_runs_nothing_of_the_change():
    writing = [one for one in jobs() if "comment" in one[2]]

    assert len(writing) == 2
    for permissions, steps, text in writing:
        assert permissions in ({"actions": "read", "pull-requests": "write"}, None)
        assert "actions/checkout" not in text
        assert "make " not in text
        # What comes from outside reaches the shell in a variable, and never in the text of a command.
        assert not any(
            "${{" in step.get("run", "") or "$(" + "res" in step.get("script", "") for step in steps
        )


HOSTILE = "</pre><img src=x>@everybody `x` $(touch hacked) ##vso[task.complete] \x1b[2J \u202e ${HOME}\n"


def test_a_hostile_report_is_text_in_the_comment(tmp_path):
    """The step of the guide that makes the comment, by the shell."""
    [step] = [step for _, steps, text in jobs() for step in steps if "comment.md" in step.get("run", "")]
    (tmp_path / "check.txt").write_text(HOSTILE * 3_000)
    gh = tmp_path / "gh"
    gh.write_text('#!/bin/sh\ncase "$*" in *pulls*) echo 7;; esac\n')
    gh.chmod(0o755)
    given = {"PATH": f"{tmp_path}:/usr/bin:/bin", "REPOSITORY": "o/r", "COMMIT": "c0ffee", "HOME": "/canary"}

    subprocess.run(["sh", "-e", "-c", step["run"]], cwd=tmp_path, env=given, check=True)

    comment = (tmp_path / "comment.md").read_text()
    block = comment.partition("<pre>")[2].rpartition("</pre>")[0]
    assert len(comment) < 65_536
    assert "&lt;/pre&gt;" in block
    assert not re.search(r"[<>@\x00-\x08\x0b-\x1f\x7f-\uffff]", block)
    assert "/canary" not in comment
    assert not (tmp_path / "hacked").exists()
