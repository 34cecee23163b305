"""Findings for a wiki page or a comment."""

from collections.abc import Iterator

from patless.findings import words
from patless.findings.listing import Listing
from patless.findings.plain import markdown

COLUMNS = ("Name", "Where", "Whose", "May do", "Ends or last used", "Note")


def write(listing: Listing) -> str:
    """The whole listing."""
    return "\n".join(_lines(listing)) + "\n"


def _lines(listing: Listing) -> Iterator[str]:
    taken = listing.taken_at.strftime("%Y-%m-%d %H:%M UTC")
    yield f"# {markdown(listing.organization)}"
    yield ""
    yield f"Seen by {markdown(listing.caller)} on {taken}."
    for section in listing.sections:
        yield from ("", f"## {words.heading(section, listing.today)}")
        for first, some in words.groups(section):
            yield from ("", f"### {markdown(words.group(first))}", "")
            if first.use.today:
                yield f"- Today: {markdown(first.use.today)}"
            yield f"- Instead: {markdown(first.use.instead)}"
            yield ""
            yield f"| {' | '.join(COLUMNS)} |"
            yield f"|{' --- |' * len(COLUMNS)}"
            for finding in some:
                yield f"| {' | '.join(markdown(cell) for cell in words.row(finding))} |"
    if listing.gaps:
        yield from ("", f"## Could not be read: {len(listing.gaps)}", "")
        yield from (f"- {markdown(words.gap(gap))}" for gap in listing.gaps)
    if listing.rehearsal:
        yield ""
        yield from (markdown(line) for line in listing.rehearsal)
