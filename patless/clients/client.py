"""One asynchronous HTTP client for calls that read: signed in, eight at a time, and patient."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from types import TracebackType
from typing import Any, Self

import httpx
from tenacity import AsyncRetrying, retry_if_exception_type, stop_after_attempt, wait_random_exponential

from patless.clients.errors import Refused, Unreachable
from patless.clients.hosts import Hosts
from patless.clients.sign_in import SignIn
from patless.clients.throttle import Throttle

AT_ONCE = 8
"""Calls under way at the same time."""

ATTEMPTS = 6
"""At a call that fails by the network or by the service; with the waits between them, about a minute."""

THROTTLED = 50
"""How often one call may be told to come back later, before it counts as not answered."""

CONTINUATION = "x-ms-continuationtoken"

Params = Mapping[str, str | int]


class _Failed(Exception):
    """An attempt that is worth another one."""


@dataclass(frozen=True)
class Answer:
    """What a service answered: the JSON of its body, and its headers."""

    body: Any
    headers: Mapping[str, str]

    @property
    def more(self) -> str:
        """What to ask the next page with; empty on the last one."""
        in_body = self.body.get("continuationToken") if isinstance(self.body, dict) else None
        return self.headers.get(CONTINUATION) or in_body or ""


class Client:
    """Makes the calls. Redirects are not followed: a token goes to the host it is for, and to no other."""

    def __init__(self, sign_in: SignIn, hosts: Hosts, throttle: Throttle | None = None) -> None:
        self._sign_in = sign_in
        self._hosts = hosts
        self._throttle = throttle or Throttle()
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._http = httpx.AsyncClient(
            headers={
                "User-Agent": f"patless/{version('patless')}",
                "Accept": "application/json",
                # Without it, a token that is not taken is answered with a page for people.
                "X-TFS-FedAuthRedirect": "Suppress",
            },
            # The service holds a call of somebody near the limit back for up to 30 seconds.
            timeout=httpx.Timeout(90, connect=15),
            limits=httpx.Limits(max_connections=AT_ONCE),
            # A server on this machine is never behind a proxy, and no proxy has to see its tokens.
            trust_env=not hosts.server,
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._http.aclose()

    async def get(self, host: str, path: str, params: Params | None = None) -> Answer:
        """GET; raises Refused or Unreachable."""
        return await self._call("GET", host, path, params)

    async def ask(self, host: str, path: str, body: Any, params: Params | None = None) -> Answer:
        """POST of a question, which changes nothing; raises Refused or Unreachable."""
        return await self._call("POST", host, path, params, body)

    async def pages(self, host: str, path: str, params: Params) -> AsyncIterator[Any]:
        """The bodies of all pages of a list."""
        more = ""
        while True:
            answer = await self.get(host, path, {**params, "continuationToken": more} if more else params)
            yield answer.body
            if not answer.more or answer.more == more:
                return
            more = answer.more

    async def _call(
        self, method: str, host: str, path: str, params: Params | None, body: Any = None
    ) -> Answer:
        url = self._hosts.url(host, path)
        attempts = AsyncRetrying(
            retry=retry_if_exception_type(_Failed),
            wait=wait_random_exponential(multiplier=0.5, max=30),
            stop=stop_after_attempt(ATTEMPTS),
            reraise=True,
        )
        try:
            async with self._slots:
                return await attempts(self._attempt, method, url, params, body)
        except _Failed as error:
            raise Unreachable(f"{host} gave no answer in {ATTEMPTS} attempts: {error}") from None

    async def _attempt(self, method: str, url: str, params: Params | None, body: Any) -> Answer:
        response = await self._admitted(method, url, params, body)
        if response.status_code == 401 and self._sign_in.renew():
            response = await self._admitted(method, url, params, body)
        return _read(response)

    async def _admitted(self, method: str, url: str, params: Params | None, body: Any) -> httpx.Response:
        """The answer to a call that was let through."""
        for _ in range(THROTTLED):
            await self._throttle.wait()
            headers = {"Authorization": f"Bearer {await self._sign_in.token()}"}
            try:
                response = await self._http.request(method, url, params=params, json=body, headers=headers)
            except httpx.TransportError as error:
                raise _Failed(type(error).__name__) from None
            self._throttle.heed(response.status_code, response.headers)
            if response.status_code != 429:
                return response
        raise _Failed("too many calls (429)")


def _read(response: httpx.Response) -> Answer:
    status = response.status_code
    if status >= 500 or status == 408:
        raise _Failed(f"status {status}")
    if status == 203 or 300 <= status < 400:
        # A page for people to sign in on, or the way to it.
        raise Refused(401, "the service asks for a sign-in, and does not take this one")
    if status >= 400:
        raise Refused(status, _message(response))
    try:
        return Answer(json.loads(response.content), response.headers)
    except ValueError:
        raise _Failed(f"status {status} with a body that is not JSON") from None


def _message(response: httpx.Response) -> str:
    """What the service says of its no, on one line."""
    try:
        body = json.loads(response.content)
        found = body.get("message") or body["value"]["Message"]
    except (ValueError, KeyError, TypeError, AttributeError):
        found = ""
    return " ".join(str(found).split())[:500] or f"status {response.status_code}"
