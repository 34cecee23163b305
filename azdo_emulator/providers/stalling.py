"""A service that is slow at one create or delete, so that a test can end the run in the middle of it."""

import threading
from collections.abc import Callable
from pathlib import Path

from azdo_emulator.providers.declaring import Mistake

LOOKS = 0.02
"""Seconds between two looks at the file."""

_MOMENTS = {"create": "", "delete": "-delete"}


class Stalling:
    """While the sandbox's folder has a file `stall`, the creates and deletes that it names wait.

    Each of its lines holds a moment, a space, and the end of a URN. The moments are `before` and `after` a
    create (the cloud has the object, and the engine has no answer yet), `before-delete` and `after-delete`.
    Each line of `stalled` beside it is a call that has come so far.
    """

    def __init__(self, folder: Callable[[], Path]) -> None:
        self._folder = folder
        self._ended = threading.Event()

    def before(self, operation: str, urn: str) -> None:
        """Wait if it is asked for; a run that has ended meanwhile creates and deletes nothing."""
        if self._wait(f"before{_MOMENTS[operation]}", urn):
            raise Mistake("the plug-in has ended")

    def after(self, operation: str, urn: str) -> None:
        """Wait if it is asked for."""
        self._wait(f"after{_MOMENTS[operation]}", urn)

    def end(self) -> None:
        """Nothing waits any more: the process ends."""
        self._ended.set()

    def _wait(self, moment: str, urn: str) -> bool:
        """Whether the process ended while it waited."""
        file = self._folder() / "stall"
        try:
            lines = file.read_text().splitlines()
        except FileNotFoundError:
            return False
        asked = [line.removeprefix(f"{moment} ") for line in lines if line.startswith(f"{moment} ")]
        if not urn.endswith(tuple(asked)):
            return False
        with file.with_name("stalled").open("a") as stalled:
            stalled.write(f"{urn}\n")
        while file.exists():
            if self._ended.wait(LOOKS):
                return True
        return False
