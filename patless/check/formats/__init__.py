"""The formats of a report."""

from collections.abc import Callable, Mapping
from pathlib import PurePath

from patless.check.formats import as_json, junit, markdown, sarif, text
from patless.check.report import Report
from patless.errors import PatlessError

Format = Callable[[Report], str]

FORMATS: Mapping[str, Format] = {
    "text": text.write,
    "markdown": markdown.write,
    "json": as_json.write,
    "junit": junit.write,
    "sarif": sarif.write,
}

ENDINGS = {
    ".txt": "text",
    ".md": "markdown",
    ".sarif.json": "sarif",
    ".sarif": "sarif",
    ".json": "json",
    ".xml": "junit",
}
"""The format of a file, by how its name ends; the first that fits counts."""


def named(format_: str) -> Format:
    """The format of that name."""
    if format_ not in FORMATS:
        raise PatlessError(
            f'there is no format "{format_}"', f"one of {', '.join(FORMATS)}", "name one of them"
        )
    return FORMATS[format_]


def of_file(file: str) -> Format:
    """The format of a file, by how its name ends."""
    found = next((form for ending, form in ENDINGS.items() if PurePath(file).name.endswith(ending)), None)
    if found is None:
        raise PatlessError(
            f"the name {file} does not tell a format",
            f"a name that ends in {', '.join(ENDINGS)}",
            "rename the file",
        )
    return FORMATS[found]
