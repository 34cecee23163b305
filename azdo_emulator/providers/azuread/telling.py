"""What Graph refused, as the official plug-in tells it."""

from contextlib import AbstractContextManager
from http import HTTPStatus

from azdo_emulator.model import Refused
from azdo_emulator.providers import declaring


def words(refused: Refused) -> str:
    """The status, the code and the message."""
    status = f"{refused.status} ({refused.status} {HTTPStatus(refused.status).phrase})"
    return f"unexpected status {status} with error: {refused.code}: {refused.message}"


def doing(what: str) -> AbstractContextManager[None]:
    """Puts what the plug-in says it was doing before what Graph refused."""
    return declaring.doing(what, words)


def to_be_imported(type: str) -> str:
    """What to do with an existing one that nobody manages."""
    return (
        "To be managed via Terraform, this resource needs to be imported into the State. "
        f'Please see the resource documentation for "{type}" for more information.'
    )
