"""The README shows what is there."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()


def test_the_manifest_in_the_readme_is_one_of_the_example():
    (shown,) = re.findall(r"```yaml\n(.+?)```", README, re.DOTALL)

    assert shown == (ROOT / "stacks/contoso/workloads/support/mailroom-bot.yaml").read_text()


def test_every_make_target_that_the_readme_names_exists():
    targets = set(re.findall(r"^\.PHONY: (.+)$", (ROOT / "Makefile").read_text(), re.MULTILINE)[0].split())

    assert set(re.findall(r"\bmake ([a-z]+)\b", README)) <= targets


def test_make_help_explains_every_target():
    makefile = (ROOT / "Makefile").read_text()
    targets = set(re.findall(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)[0].split())

    assert set(re.findall(r"^([a-z-]+):.* ## ", makefile, re.MULTILINE)) == targets


def test_every_link_of_the_readme_leads_to_a_file():
    links = re.findall(r"\]\(([^)#]+)\)", README)

    assert [link for link in links if "://" not in link and not (ROOT / link).exists()] == []


def test_ci_runs_the_readmes_own_test_command():
    assert "make test" in README
    assert "\nmake test\n" in (ROOT / ".ci/run").read_text()
