"""Names of somebody else's stay text: in a terminal, in a log, in Markdown and in a spreadsheet."""

import re

import pytest

from patless.findings.plain import cell, markdown, one_line

HOSTILE = {
    "an escape sequence": "\x1b[31mred\x1b[0m",
    "a new line": "one\ntwo\r\nthree",
    "a command of Azure Pipelines": "##vso[task.setvariable variable=x]y",
    "a command of GitHub": "::error file=x::y",
    "a command behind a new line": "x\n##vso[task.complete]\n::set-output name=a::b",
    "text that turns around": "\u202egpj.exe",
    "characters of no width": "a\u200bb\ufeff",
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_name_cannot_act_in_a_terminal_or_a_log(what):
    found = one_line(HOSTILE[what])

    assert found.isprintable()
    assert "##vso" not in found
    assert "::e" not in found
    assert "::s" not in found


@pytest.mark.parametrize("name", ['=HYPERLINK("x")', "+1+1", "-2+3", "@SUM(A1)", " =1", "\t=1"])
def test_a_name_is_never_a_formula(name):
    assert cell(name)[0] == "'"


def test_an_ordinary_name_stays_as_it_is():
    name = "azure-support (EU) #2: a=b"

    assert one_line(name) == cell(name) == name


@pytest.mark.parametrize(
    "name",
    [
        "<img src=x onerror=y>",
        "[x](https://evil.example)",
        "@everybody",
        "https://evil.example",
        "a|b",
        "`x`",
    ],
)
def test_a_name_is_no_markup(name):
    found = markdown(name).replace("<!-- -->", "")

    assert re.search(r"(?<!\\)[<>\[\]|`]", found) is None


@pytest.mark.parametrize("name", ["@everybody", "see https://evil.example"])
def test_a_name_mentions_nobody_and_leads_nowhere(name):
    found = markdown(name)

    assert "@e" not in found
    assert "://" not in found
