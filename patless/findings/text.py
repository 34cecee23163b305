"""Findings for a terminal."""

from collections.abc import Iterator, Sequence

from patless.findings import words
from patless.findings.finding import Finding
from patless.findings.listing import Listing
from patless.findings.plain import one_line

MOST = 30
"""Findings of one group; a file has all of them."""

WIDEST = 40
"""Characters of a column that others stand under; a longer cell pushes its own line."""


def write(listing: Listing) -> str:
    """The whole listing."""
    return "\n".join(_lines(listing)) + "\n"


def _lines(listing: Listing) -> Iterator[str]:
    taken = listing.taken_at.strftime("%Y-%m-%d %H:%M UTC")
    yield f"{one_line(listing.organization)}, seen by {one_line(listing.caller)} on {taken}"
    for section in listing.sections:
        yield ""
        yield words.heading(section, listing.today)
        for first, some in words.groups(section):
            yield ""
            yield f"  {one_line(words.group(first))}"
            yield from _rows(some[:MOST])
            if len(some) > MOST:
                yield f"    and {len(some) - MOST:,} more: --csv and --json have them all"
            if first.use.today:
                yield f"    today:   {first.use.today}"
            yield f"    instead: {first.use.instead}"
    if listing.gaps:
        yield ""
        yield f"Could not be read: {len(listing.gaps)}"
        yield from (f"  {one_line(words.gap(gap))}" for gap in listing.gaps)
    if listing.rehearsal:
        yield ""
        yield from listing.rehearsal


def _rows(findings: Sequence[Finding]) -> Iterator[str]:
    """Columns of the findings; a column that is empty everywhere is left out."""
    table = [[one_line(cell) for cell in words.row(finding)] for finding in findings]
    columns = [column for column in zip(*table, strict=True) if any(column)]
    widths = [min(WIDEST, max(map(len, column))) for column in columns]
    for line in zip(*columns, strict=True):
        cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        yield f"    {'  '.join(cells)}".rstrip()
