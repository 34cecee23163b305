"""Clients that ask as fast as they are answered, each on a connection of its own.

Requests are bytes: a client library in the place of this would be the slower half of the pair.
"""

import asyncio
import time
from dataclasses import dataclass
from itertools import count


@dataclass(frozen=True)
class Request:
    """One request; in its path `{n}` is a number that no other request of the run has."""

    method: str
    path: str
    token: str
    body: str = ""

    def text(self, number: int) -> bytes:
        """The request on the wire."""
        path, body = (text.replace("{n}", str(number)) for text in (self.path, self.body))
        head = [
            f"{self.method} {path} HTTP/1.1",
            "Host: 127.0.0.1",
            f"Authorization: Bearer {self.token}",
            "Content-Type: application/json",
            f"Content-Length: {len(body)}",
        ]
        return "\r\n".join([*head, "", body]).encode()


@dataclass(frozen=True)
class Load:
    """What came of it: answers a second, and the time of the one answer that half of all were faster than."""

    a_second: float
    median_ms: float


def load(port: int, requests: list[Request], clients: int, seconds: float) -> Load:
    """Ask for so long with so many clients, each request in its turn."""
    return asyncio.run(_load(port, requests, clients, seconds))


async def _load(port: int, requests: list[Request], clients: int, seconds: float) -> Load:
    numbers, times = count(), list[float]()
    end = time.perf_counter() + seconds

    async def client() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while (began := time.perf_counter()) < end:
            number = next(numbers)
            request = requests[number % len(requests)]
            writer.write(request.text(number))
            status, body = await _answer(reader)
            if not 200 <= status < 300:
                raise RuntimeError(f"{request.method} {request.path} was answered {status}: {body[:300]!r}")
            times.append(time.perf_counter() - began)
        writer.close()

    began = time.perf_counter()
    await asyncio.gather(*(client() for _ in range(clients)))
    times.sort()
    return Load(len(times) / (time.perf_counter() - began), times[len(times) // 2] * 1000)


async def _answer(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
    length = int(head.partition("content-length: ")[2].partition("\r\n")[0] or 0)
    return int(head.split(" ", 2)[1]), await reader.readexactly(length)
