"""A sign of life while something takes long."""

import threading

import pytest

from patless.engine.pulse import INTERVAL, Pulse, elapsed


def test_says_again_and_again_what_it_is_doing() -> None:
    said: list[str] = []
    twice = threading.Event()

    def say(line: str) -> None:
        said.append(line)
        if len(said) == 2:
            twice.set()

    with Pulse(say, "waiting", interval=0.001):
        assert twice.wait(timeout=30)

    assert said[0] == "  0 s: waiting"


def test_is_silent_after_the_block() -> None:
    said: list[str] = []

    with Pulse(said.append, "waiting", interval=60) as pulse:
        pass

    assert not pulse._thread.is_alive()
    assert said == []


def test_beats_often_enough_for_a_watcher() -> None:
    assert INTERVAL <= 15


@pytest.mark.parametrize(
    ("seconds", "text"), [(0.4, "0 s"), (59, "59 s"), (75, "1 min 15 s"), (601, "10 min 01 s")]
)
def test_reads_like_a_clock(seconds: float, text: str) -> None:
    assert elapsed(seconds) == text
