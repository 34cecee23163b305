"""What a request asks of its answer: `$filter`, `$select`, `$top`, and where a page begins."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Depends, Query, Request
from starlette.responses import JSONResponse

from azdo_emulator.http import page_key
from azdo_emulator.http.graph.call import Call
from azdo_emulator.http.graph.filters import Fields, condition
from azdo_emulator.http.server import Server
from azdo_emulator.model import Refused, replication
from azdo_emulator.model.conditions import EVERYTHING, Condition

PAGE, LARGEST = 100, 999
LISTS = replication.Lag.LISTS
KNOWN = {"$filter", "$select", "$top", "$skiptoken"}


@dataclass(frozen=True)
class Options:
    """The options of one request; url: where it went, without them."""

    url: str
    filter: str
    select: str
    top: int
    skip_token: str

    @property
    def limit(self) -> int:
        """How many rows to read: one more than are told, to know whether another page follows."""
        return self.top + 1

    @property
    def after(self) -> str:
        """The id after which the page begins."""
        try:
            return page_key.opened(self.skip_token)
        except ValueError as error:
            words = (
                "The specified page token value has expired and can no longer be included in your request."
            )
            raise Refused(400, "Directory_ExpiredPageToken", words) from error

    def where(self, fields: Fields, resource: str) -> Condition:
        """What is asked for; resource: what Microsoft Graph calls one of them."""
        return condition(self.filter, fields, resource) if self.filter else EVERYTHING

    def page(self, call: Call, context: str, bodies: Sequence[dict[str, Any]]) -> JSONResponse:
        """The page that begins the list; context: what it is a list of."""
        told = [body for body in bodies[: self.top] if replication.sees(call.session, LISTS, body["id"])]
        answer: dict[str, Any] = {
            "@odata.context": f"{call.url}/$metadata#{context}",
            "value": [self._selected(body) for body in told],
        }
        if len(bodies) > self.top:
            answer["@odata.nextLink"] = self._next(bodies[self.top - 1]["id"])
        return JSONResponse(answer)

    def short(self, call: Call, context: str, bodies: Sequence[dict[str, Any]]) -> JSONResponse:
        """A page of a list that is always short."""
        rest = sorted((body for body in bodies if body["id"] > self.after), key=lambda body: str(body["id"]))
        return self.page(call, context, rest)

    def one(self, call: Call, context: str, body: dict[str, Any], status: int = 200) -> JSONResponse:
        """One object alone."""
        return JSONResponse(
            {"@odata.context": f"{call.url}/$metadata#{context}/$entity"} | self._selected(body), status
        )

    def _selected(self, body: dict[str, Any]) -> dict[str, Any]:
        # A property that the sandbox does not have is empty, as it is for most objects of the service.
        names = [name.strip() for name in self.select.split(",") if name.strip()]
        told = [name for name in body if name.startswith("@")] if names else []
        return {name: body.get(name) for name in (*told, *names)} if names else body

    def _next(self, last: str) -> str:
        token = page_key.sealed(last)
        kept = {"$filter": self.filter, "$select": self.select, "$top": str(self.top), "$skiptoken": token}
        return f"{self.url}?{urlencode({name: value for name, value in kept.items() if value}, safe='$')}"


def _options(
    request: Request,
    filter: Annotated[str, Query(alias="$filter")] = "",
    select: Annotated[str, Query(alias="$select")] = "",
    top: Annotated[int, Query(alias="$top")] = PAGE,
    skip_token: Annotated[str, Query(alias="$skiptoken")] = "",
) -> Options:
    for name in request.query_params:
        if name.startswith("$") and name not in KNOWN:
            raise Refused(400, "Request_BadRequest", f"{name} is not currently supported.")
    if not 1 <= top <= LARGEST:
        words = f"Invalid page size specified: '{top}'. Must be between 1 and {LARGEST} inclusive."
        raise Refused(400, "Request_UnsupportedQuery", words)
    server: Server = request.app.state.server
    return Options(f"{server.https}{request.url.path}", filter, select, top, skip_token)


AnyOptions = Annotated[Options, Depends(_options)]
