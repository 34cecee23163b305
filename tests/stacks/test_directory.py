"""What the organisation does not have is told in the service's own words, whoever wraps them."""

import pytest

from stacks.directory import NotThere, _ask

REASON = "VS800075: The project with id 'X' does not exist, or you do not have permission to access it."
WRAPPED = {
    "the engine": f"invoking getProject: failed: {REASON}",
    "the language host": f"Invoke of getProject returned an error: {REASON}",
    "the official plug-in": f"invoking getProject: 1 error occurred:\n\t* {REASON}\n\n",
}


@pytest.mark.parametrize("by", WRAPPED)
def test_the_services_own_words_are_told(by):
    def call():
        raise Exception(WRAPPED[by])

    with pytest.raises(NotThere) as told:
        _ask(call)

    assert str(told.value) == REASON
