"""What the organisation does not have is told in the service's own words, whoever wraps them."""

import pytest

from stacks.directory import Denied, NotThere, _told

REASON = "VS800075: The project with id 'X' does not exist, or you do not have permission to access it."
WRAPPED = {
    "the engine": f"invoking getProject: failed: {REASON}",
    "the language host": f"Invoke of getProject returned an error: {REASON}",
    "the official plug-in": f"invoking getProject: 1 error occurred:\n\t* {REASON}\n\n",
}
DENIED = [
    'Code="AuthorizationFailed" Message="The client does not have authorization to perform action"',
    "unexpected status 403 (403 Forbidden) with error: Authorization_RequestDenied: Insufficient privileges",
]


@pytest.mark.parametrize("by", WRAPPED)
def test_the_services_own_words_are_told(by):
    told = _told(WRAPPED[by])

    assert isinstance(told, NotThere)
    assert str(told) == REASON


@pytest.mark.parametrize("reason", DENIED)
def test_one_who_may_not_look_does_not_learn_that_it_is_not_there(reason):
    assert isinstance(_told(f"invoking getGroup: failed: {reason}"), Denied)
