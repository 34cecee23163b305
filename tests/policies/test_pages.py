"""The pages about the rules: written from the rules, and up to date."""

import re

from guardrails import RULES
from guardrails.engine.pages import FOLDER, pages, write

PAGES = pages()


def test_there_is_a_page_for_every_rule_an_index_and_the_credentials():
    assert PAGES.keys() == {f"{rule.id}.md" for rule in RULES} | {"README.md", "credentials.md"}


def test_the_pages_are_up_to_date():
    """If this fails: python -m guardrails.engine.pages."""
    written = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md")}

    assert written.keys() == PAGES.keys()
    assert [name for name, text in PAGES.items() if written[name] != text] == []


def test_writing_takes_away_the_pages_of_rules_that_there_are_no_more(tmp_path):
    (tmp_path / "no-rule.md").write_text("x")

    write(tmp_path)

    assert {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()} == PAGES


def test_a_page_says_what_why_before_after_and_how_to_be_exempt():
    for rule in RULES:
        page = PAGES[f"{rule.id}.md"]
        headings = re.findall(r"^##? ([^/#\n]*)$", re.sub(r"```.*?```", "", page, flags=re.DOTALL), re.M)
        assert headings[:5] == [rule.id, "Why", "How to keep it", "Before", "After"]
        assert headings[-1] == "References"
        assert ("How to be exempt" in headings) is (type(rule).__name__ != "MetaRule")
        assert ("Settings" in headings) is bool(rule.settings)
        assert all(f"\n{one.title}\n" in page for one in rule.bad + rule.good)


def test_every_link_between_pages_leads_somewhere():
    links = {link for text in PAGES.values() for link in re.findall(r"\]\(([\w-]+\.md)\)", text)}

    assert len(links) > len(RULES)
    assert links <= PAGES.keys()
