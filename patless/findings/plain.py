"""Text of somebody else's made harmless: in a terminal, a pipeline's log, Markdown and a spreadsheet."""

import re

# Everything that a terminal, an XML parser or a reader's eye could stumble over.
_UNSEEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
_MARKUP = re.compile(r"([\\`*_{}\[\]<>|~]|^[-+#]|^\d+(?=[.)]))")
_COMMAND = re.compile(r"##(?=\w*\[)|::(?=[a-z])")
"""How a line begins that Azure Pipelines or GitHub Actions carries out."""


def visible(text: str) -> str:
    """The text without characters that are not to be seen; they are spelled out."""
    return _UNSEEN.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def one_line(text: str) -> str:
    """The text on one line of a terminal or a log, which nothing carries out."""
    return _COMMAND.sub(lambda found: " ".join(found.group()), visible(" ".join(text.split())))


def markdown(text: str) -> str:
    """The text with nothing in it that Markdown, HTML or a mention of somebody would make more of."""
    escaped = _MARKUP.sub(r"\\\1", visible(" ".join(text.split())).replace("&", "&amp;"))
    # A comment between them keeps the sign and the name from being a mention, a reference or a link.
    return re.sub(r"(?<!\w)@(?=\w)", "@<!-- -->", escaped).replace("://", ":<!-- -->//")


def cell(text: str) -> str:
    """The text as a cell of a spreadsheet: never a formula."""
    found = visible(" ".join(text.split()))
    return f"'{found}" if found.startswith(("=", "+", "-", "@")) else found
