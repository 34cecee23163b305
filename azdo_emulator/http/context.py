"""One request to a service, before and inside its transaction."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from fastapi import Request

from azdo_emulator.http.server import Server
from azdo_emulator.model import Session

Call = TypeVar("Call")


@dataclass(frozen=True)
class Context(ABC, Generic[Call]):
    """A request with the token that came with it.

    A route reads its request, opens one transaction with `read` or `write`, and makes its answer from what
    that gave. Nothing is awaited inside, so that requests never wait for each other in the middle of one.
    """

    server: Server
    token: str = field(repr=False)

    @abstractmethod
    def call(self, session: Session) -> Call:
        """The call, once it is known who calls; refuses everybody else."""

    @contextmanager
    def read(self) -> Iterator[Call]:
        """A call that changes nothing."""
        with self.server.cloud.read() as session:
            yield self.call(session)

    @contextmanager
    def write(self) -> Iterator[Call]:
        """A call that may change something."""
        with self.server.cloud.write() as session:
            yield self.call(session)


def bearer(request: Request) -> str:
    """The bearer token of a request, or nothing."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token if scheme.lower() == "bearer" else ""
