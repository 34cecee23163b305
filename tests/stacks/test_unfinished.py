"""Whether an update asks what an earlier one left unfinished, and what it does where nobody answers."""

import subprocess

import pulumi
import pytest

from stacks import unfinished


@pytest.fixture
def asked(monkeypatch):
    """Lets a stack ask an engine that gives an answer; whether it was asked, and what was warned of."""

    def call(stack, answer, dry_run=False):
        calls, warned = [], []

        def run(words, **_):
            calls.append(words)
            if isinstance(answer, Exception):
                raise answer
            return subprocess.CompletedProcess(words, 0, stdout=answer)

        monkeypatch.setattr(subprocess, "run", run)
        monkeypatch.setattr(pulumi.log, "warn", warned.append)
        monkeypatch.setattr(pulumi.runtime, "is_dry_run", lambda: dry_run)
        for name in ("get_organization", "get_project", "get_stack"):
            monkeypatch.setattr(pulumi, name, lambda: "x")
        monkeypatch.setattr(pulumi.runtime, "get_root_directory", lambda: "/")
        unfinished.refuse(unfinished.ask(stack))
        return bool(calls), warned

    return call


NOTHING = b'{"deployment": {}}'


def test_a_stack_with_checks_asks_and_goes_on_where_nothing_is_unfinished(example, asked):
    assert asked(example.load(), NOTHING) == (True, [])


def test_a_preview_asks_nothing(example, asked):
    assert asked(example.load(), NOTHING, dry_run=True) == (False, [])


def test_a_stack_without_checks_asks_nothing(stack, asked):
    assert asked(stack.load(), NOTHING) == (False, [])


@pytest.mark.parametrize(
    "answer",
    [FileNotFoundError("pulumi"), subprocess.CalledProcessError(255, "pulumi"), b"not JSON", b"{}"],
    ids=lambda answer: type(answer).__name__,
)
def test_where_nobody_answers_the_update_goes_on_with_a_warning(example, asked, answer):
    was_asked, [warning] = asked(example.load(), answer)

    assert was_asked
    assert "If an update died while it made a check on a service connection" in warning
