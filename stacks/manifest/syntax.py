"""The events of a YAML text, or what is wrong with it in the user's words."""

from collections.abc import Iterator
from typing import NamedTuple

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, StringMark
from ruamel.yaml.events import Event


class Complaint(NamedTuple):
    """What is wrong, what was expected, and what to do."""

    what: str
    expected: str
    todo: str


QUOTE = "put the text in quotes"
OTHERWISE = Complaint(
    "this cannot be read as YAML", "`key: value` lines", "look at this line and the one before it"
)

# By a part of what the parser says; the first that fits counts. These are shown where the mistake begins …
BEGINS = {
    "quoted scalar\nfound unexpected": Complaint(
        "a quoted text without its end", "a closing quote", "close it"
    ),
    "flow mapping": Complaint("a { without its }", "{key: value, key: value}", "add the } or a comma"),
    "flow sequence": Complaint("a [ without its ]", "[one, two]", "add the ] or a comma"),
    "expected ':'": Complaint(
        "a line without a colon", "`key: value`", "add the colon, or a space after - or :"
    ),
}
# … and these where the parser noticed it.
NOTICED = {
    "double-quoted": Complaint("a backslash that means nothing here", "'text'", "use single quotes"),
    "flow node": Complaint("a [ or { without its end", "[one, two] or {key: value}", "close it"),
    "node content": Complaint("a bracket without its beginning", "[one, two] or {key: value}", QUOTE),
    "mapping values": Complaint(
        "a colon where none can be",
        "one `key: value` in a line, keys of one level indented alike",
        "put a text that holds a colon in quotes, or correct the indentation",
    ),
    "cannot start any token": Complaint("a text that begins with a reserved character", "'text'", QUOTE),
    "block scalar": Complaint("a text that begins with > or |", "'text'", QUOTE),
    "<block end>": Complaint(
        "this does not continue what comes before it",
        "keys of one level indented alike, nothing after a closing quote or bracket",
        "correct the indentation of this line, or quote the whole text",
    ),
    "<document start>": Complaint(
        "this line is indented less than the first",
        "keys of one level indented alike",
        "correct the indentation",
    ),
    "sequence entries": Complaint(
        "a list item where none can be", "list items on lines of their own", "put the list below its key"
    ),
    "an alias": Complaint("a reserved character: *", "every value written out", QUOTE),
    "an anchor": Complaint("a reserved character: &", "every value written out", QUOTE),
    "tag": Complaint("a reserved character: !", "plain values", QUOTE),
}


class NotYaml(Exception):
    """The text cannot be read as YAML."""

    def __init__(self, line: int, complaint: Complaint) -> None:
        super().__init__(complaint.what)
        self.line = line
        self.what, self.expected, self.todo = complaint


def events(text: str) -> Iterator[Event]:
    """What the parser finds in a text, one after another."""
    line = 1
    parser = YAML(typ="safe", pure=True).parse(text)
    while True:
        try:
            event = next(parser, None)
        except MarkedYAMLError as error:
            raise _complaint(error) from None
        except Exception:  # some broken texts make the parser itself fail, with an IndexError for example
            raise NotYaml(line, OTHERWISE) from None
        if event is None:
            return
        line = event.end_mark.line + 1
        yield event


def _complaint(error: MarkedYAMLError) -> NotYaml:
    said = f"{error.context or ''}\n{error.problem or ''}"
    marks = [error.problem_mark, error.context_mark]
    found = next((words for part, words in BEGINS.items() if part in said), None)
    if found is not None:
        marks.reverse()
    else:
        found = next((words for part, words in NOTICED.items() if part in said), OTHERWISE)
    return NotYaml(next((mark.line + 1 for mark in marks if isinstance(mark, StringMark)), 1), found)
