"""How the services match a path: in whatever case, since every client spells them its own way."""

import re
from typing import Any

from fastapi.routing import APIRoute


class Route(APIRoute):
    """A route of a service; its name is the service's own name of the call, in snake case."""

    def __init__(self, path: str, endpoint: Any, **options: Any) -> None:
        # Bodies are made of plain values here; a second look at each would be the slowest part of a call.
        super().__init__(path, endpoint, **options | {"response_model": None})
        self.path_regex = re.compile(self.path_regex.pattern, re.IGNORECASE)
