"""What a PUT answers: it makes what is not there, and changes what is."""

from collections.abc import Callable

from azdo_emulator.model import Refused


def status_of_put(get: Callable[..., object], *place: object) -> int:
    """201 if there is nothing in the place yet, else 200."""
    try:
        get(*place)
    except Refused as refused:
        if refused.status != 404:
            raise
        return 201
    return 200
