"""The guide says what the command can do, no more and no less."""

import re

import typer.main

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
    others = {"--json", "--show-sames", "--policy-pack", "--paginate", "--jq", "--body-file"}

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
