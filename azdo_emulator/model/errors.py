"""What a service answers when it refuses."""


class Refused(Exception):
    """A service said no, in its own words; each entrance puts them into the body that its caller expects.

    status: the HTTP status; 200 where a body says `isSuccess: false`. code: what the service files it under,
    such as a type key, an error code, or the key of an operation's error.
    The errors of each service stand beside its operations. "Not seen live" marks what no real service showed.
    """

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
