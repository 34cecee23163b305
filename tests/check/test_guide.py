"""The guide says what the command can do, no more and no less."""

import re

import pytest
import typer.main

from patless.check.access.diff import Turn
from patless.check.formats import ENDINGS, FORMATS
from patless.check.formats.words import SIGNS
from patless.check.in_force import RULE
from patless.check.removals import REMOVALS
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


@pytest.mark.parametrize("rule", [RULE, *(one.id for one in REMOVALS)])
def test_every_rule_of_the_check_has_its_place(rule):
    assert f"\n### {rule}\n" in GUIDE


@pytest.mark.parametrize("rule", REMOVALS, ids=lambda one: one.id)
def test_the_levels_are_those_of_the_rules(rule):
    section = GUIDE.split(f"### {rule.id}\n")[1].split("#")[0]

    assert ("Mandatory." if rule.level == "mandatory" else "Advice,") in section


def test_every_format_and_ending_is_named():
    assert all(f"`{form}`" in GUIDE or f"**{form}**" in GUIDE for form in FORMATS)
    assert all(f"`{ending}`" in GUIDE for ending in ENDINGS if ending != ".sarif.json")


def test_the_signs_are_explained():
    for turn in (Turn.GIVEN, Turn.CHANGED, Turn.TAKEN):
        assert f"`{SIGNS[turn]}` is " in GUIDE
