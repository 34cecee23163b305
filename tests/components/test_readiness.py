"""A create that failed because a new identity is not seen yet is tried again, and nothing else is."""

import asyncio

import pytest
from pulumi.resource_hooks import ErrorHookArgs

from components import readiness

NOT_YET = "Adding service principal entitlement: (VS403283) Could not add user 'x' at this time."
DENIED = "TF400813: The user is not authorized to access this resource."


def try_again(monkeypatch, *errors, operation="create"):
    """Whether the engine is asked for a further try; the newest error comes first."""
    monkeypatch.setattr(readiness, "WAITS", (0, 0))
    monkeypatch.setitem(readiness._parents, "member", None)
    args = ErrorHookArgs("urn", "", "member", "type", failed_operation=operation, errors=list(errors))
    return asyncio.run(readiness._try_again(args))


def test_an_identity_that_is_not_seen_yet_is_tried_again_until_the_end_of_patience(monkeypatch):
    assert try_again(monkeypatch, NOT_YET)
    assert try_again(monkeypatch, NOT_YET, NOT_YET)
    assert not try_again(monkeypatch, NOT_YET, NOT_YET, NOT_YET)


def test_what_fails_for_another_reason_is_not_tried_again(monkeypatch):
    assert not try_again(monkeypatch, DENIED)
    assert not try_again(monkeypatch, DENIED, NOT_YET)


@pytest.mark.parametrize("operation", ["update", "delete"])
def test_only_a_create_is_tried_again(monkeypatch, operation):
    assert not try_again(monkeypatch, NOT_YET, operation=operation)


def test_patience_ends_after_minutes_and_before_the_engines_own_limit():
    assert sum(readiness.WAITS) == 300
    assert len(readiness.WAITS) < 100
