"""A manifest that is a whole file."""

from typing import Any

from pydantic import PrivateAttr

from stacks.manifest.part import Part
from stacks.manifest.source import Source


class Document(Part):
    """A whole file; it remembers where it was written, so that a finding can point there."""

    _source: Source = PrivateAttr(default=Source(file="<memory>"))

    def model_post_init(self, context: Any, /) -> None:
        """Take the source from the validation context."""
        if isinstance(context, Source):
            self._source = context

    @property
    def source(self) -> Source:
        """The file, and the line of each key."""
        return self._source
