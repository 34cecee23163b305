"""The project speaks the field's words: the server is a server, and an emulated plug-in is one."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
OURS_ONCE = {
    "HTTP server or provider plug-in": "d[o]ors?",
    "emulated provider": "stand[-_]i[n]s?",
    "fault injection": "bad[ _]d[a]ys?",
    "fixture": "sp[e]cimens?",
    "existing or orphaned resource": "tw[i]ns?",
    "request context": "v[i]sit",
}
"""Words that only we used, by the field's: patterns, so that this file has none of them."""


def pattern(ours):
    """The word by itself, in a snake_case name, or in a CamelCase one."""
    return re.compile(rf"(?<![A-Za-z])(?i:{ours})(?![a-z])|(?<=[a-z]){ours[0].upper()}{ours[1:]}(?![a-z])")


def texts():
    listed = subprocess.run(
        ["git", "-C", ROOT, "ls-files", "*.py", "*.md"], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    return [ROOT / name for name in listed if name != "CHANGELOG.md" and (ROOT / name).exists()]


@pytest.mark.parametrize("word", OURS_ONCE)
def test_nobody_has_to_learn_our_words(word):
    ours = pattern(OURS_ONCE[word])

    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}"
        for path in texts()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if ours.search(line)
    ]

    assert found == [], f"say {word}"


@pytest.mark.parametrize(
    "name", ["the_do" + "or", "RestDo" + "or", "Do" + "ors", "stand" + "-ins", "a vis" + "it"]
)
def test_the_pattern_sees_identifiers_too(name):
    assert any(pattern(ours).search(name) for ours in OURS_ONCE.values())
