"""The throttle: it waits as long as a service asks for, in every way it asks, and for all calls at once."""

import asyncio
from email.utils import formatdate

import pytest

from patless.clients import throttle
from patless.clients.throttle import LONGEST, UNSAID, Throttle

NOW = 1_800_000_000.0


class Clock:
    """A clock that only sleeping moves."""

    def __init__(self, monkeypatch):
        self.now = NOW
        monkeypatch.setattr(throttle.asyncio, "sleep", self.sleep)

    async def sleep(self, seconds):
        self.now += seconds

    def __call__(self):
        return self.now


@pytest.fixture
def waited(monkeypatch):
    """The seconds that the next call waits after an answer."""
    clock = Clock(monkeypatch)

    def after(status, headers):
        gate = Throttle(clock=clock)
        gate.heed(status, headers)
        began = clock.now
        asyncio.run(gate.wait())
        return clock.now - began

    return after


ASKED = {
    "seconds": ({"retry-after": "7"}, 7),
    "parts of a second": ({"retry-after": "0.5"}, 0.5),
    "a date": ({"retry-after": formatdate(NOW + 12, usegmt=True)}, 12),
    "milliseconds": ({"retry-after-ms": "1500"}, 1.5),
    "Azure's milliseconds": ({"x-ms-retry-after-ms": "250"}, 0.25),
    "no more calls left": ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": f"{NOW + 20:.0f}"}, 20),
    "an hour": ({"retry-after": "3600"}, LONGEST),
    "a date of the past": ({"retry-after": formatdate(NOW - 60, usegmt=True)}, 0),
    "nothing": ({}, 0),
    "calls left": ({"x-ratelimit-remaining": "100", "x-ratelimit-reset": f"{NOW + 20:.0f}"}, 0),
    "nonsense": ({"retry-after": "soon"}, 0),
}


@pytest.mark.parametrize("way", ASKED)
def test_an_answer_that_was_given_may_ask_for_a_wait(waited, way):
    headers, seconds = ASKED[way]

    assert waited(200, headers) == pytest.approx(seconds)


@pytest.mark.parametrize("headers", [{}, {"retry-after": "soon"}])
def test_a_refusal_without_a_time_is_waited_out_too(waited, headers):
    assert waited(429, headers) == UNSAID


def test_a_shorter_wait_does_not_open_the_gate_before_a_longer_one(monkeypatch):
    clock = Clock(monkeypatch)
    gate = Throttle(clock=clock)

    gate.heed(429, {"retry-after": "30"})
    gate.heed(200, {"retry-after": "1"})
    asyncio.run(gate.wait())

    assert clock.now == NOW + 30


def test_somebody_is_told_of_a_long_wait(monkeypatch):
    said = []
    gate = Throttle(said.append, Clock(monkeypatch))

    gate.heed(200, {"retry-after": "0.2"})
    gate.heed(429, {"retry-after": "30"})

    assert said == [30]
