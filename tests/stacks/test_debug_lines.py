"""Debug lines stay in the program, and nothing else does."""

import pulumi
import pytest

from stacks import debug_lines


class Engine:
    """Remembers what it is told."""

    def __init__(self):
        self.told = []

    def Log(self, request):
        self.told.append(request.message)


@pytest.fixture
def told(monkeypatch):
    engine = Engine()
    monkeypatch.setattr(debug_lines, "get_engine", lambda: engine)
    monkeypatch.setattr(pulumi.log, "get_engine", lambda: engine)
    monkeypatch.delenv("PULUMI_OPTION_DEBUG", raising=False)
    return engine.told


def speak():
    for say in (pulumi.log.debug, pulumi.log.info, pulumi.log.warn, pulumi.log.error):
        say(say.__name__)


def test_debug_lines_are_kept_back_and_all_others_are_told(told):
    debug_lines.keep_back()

    speak()

    assert told == ["info", "warn", "error"]


def test_debug_lines_are_told_when_the_engine_is_asked_for_them(told, monkeypatch):
    monkeypatch.setenv("PULUMI_OPTION_DEBUG", "true")
    debug_lines.keep_back()

    speak()

    assert told == ["debug", "info", "warn", "error"]
