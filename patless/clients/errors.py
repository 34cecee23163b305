"""What can go wrong on the way to a service, as opposed to what a user did wrong."""


class ServiceError(Exception):
    """A call that gave nothing. `str()` of it is what the service said; it never holds a token."""


class Refused(ServiceError):
    """The service understood the call and said no: 400, 401, 403, 404.

    status: the HTTP status.
    """

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status

    @property
    def is_missing_right(self) -> bool:
        """Whether somebody with more rights would have been answered."""
        return self.status in (401, 403)


class Unreachable(ServiceError):
    """No usable answer after all attempts: the network, or a failure of the service's own."""
