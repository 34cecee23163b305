"""Editors and readers are told the keys that the program knows."""

import json
import re
import sys

import pytest

from patless import cli
from patless.project import ROOT
from stacks import manifest

PAGE = ROOT / "docs/reference/manifest.md"


def printed(monkeypatch, capsys, *words):
    monkeypatch.setattr(sys, "argv", ["patless", "schema", *words])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("kind", ["workload", "organization", "members"])
@pytest.mark.parametrize("more", [[], ["--json"]])
def test_the_schema_of_a_kind_of_file_is_printed(monkeypatch, capsys, kind, more):
    assert json.loads(printed(monkeypatch, capsys, kind, *more)) == manifest.schema()[kind]


def test_without_a_kind_all_are_printed(monkeypatch, capsys):
    assert json.loads(printed(monkeypatch, capsys)) == manifest.schema()


def test_the_page_is_what_the_schema_says_today(monkeypatch, capsys):
    assert PAGE.read_text() == printed(monkeypatch, capsys, "--markdown"), (
        "run: patless schema --markdown > docs/reference/manifest.md"
    )


def test_the_page_has_a_row_for_every_key_at_the_top_of_a_file():
    rows = set(re.findall(r"^\| `(\w+)` \|", PAGE.read_text(), re.MULTILINE))

    assert rows == {key for whole in manifest.schema().values() for key in whole["properties"]}


@pytest.mark.parametrize("key", ["azure_devops.member_of[].group", "signs_in_from.{…}.github.owner_id"])
def test_the_page_has_a_row_for_keys_in_lists_and_below_keys_of_ones_own(key):
    assert f"\n| `{key}` | yes | " in PAGE.read_text()


def test_the_path_that_the_page_gives_leads_from_a_workload_to_the_schema():
    (path,) = re.findall(r"\$schema=(\S+)", PAGE.read_text())
    (workload, *_) = (ROOT / "stacks/contoso").glob("workloads/*/*.yaml")

    assert (workload.parent / path).resolve() == ROOT / ".patless/schema/workload.json"
    assert "> .patless/schema/workload.json\n" in PAGE.read_text()
