"""The errors that a user of the emulator sees."""


class EmulatorError(Exception):
    """A mistake or a missing thing that the user can mend; it is shown without a traceback.

    what: what is wrong, with the file or the setting. expected: what was expected instead.
    todo: the next thing to do, as a command where there is one.
    """

    exit_code = 2

    def __init__(self, what: str, expected: str, todo: str) -> None:
        super().__init__(what)
        self.what = what
        self.expected = expected
        self.todo = todo

    def __str__(self) -> str:
        return f"{self.what}\n  expected: {self.expected}\n  next:     {self.todo}"
