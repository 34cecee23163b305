"""What the official plug-in does alike for members of every kind."""

from collections.abc import Iterator
from contextlib import contextmanager

from azdo_emulator.model import Refused
from azdo_emulator.providers.declaring import Mistake


def express(licence: str) -> str:
    """The access level as the service spells it: the official plug-in takes `basic` for it as well."""
    return "express" if licence.lower() == "basic" else licence


@contextmanager
def operation(what: str) -> Iterator[None]:
    """Tells what a body with `isSuccess: false` says, the key of the error first."""
    try:
        yield
    except Refused as refused:
        if refused.status != 200:
            raise
        raise Mistake(f"{what}: ({refused.code}) {refused.message}") from refused
