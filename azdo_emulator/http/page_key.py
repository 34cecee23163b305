"""The key behind which a page begins, as clients carry it from page to page: opaque, and fit for a URL."""

import base64


def sealed(key: str) -> str:
    """The token of what comes behind this key."""
    return base64.urlsafe_b64encode(key.encode()).decode()


def opened(token: str) -> str:
    """The key that a token stands for; nothing where a list begins. ValueError: no token of ours."""
    return base64.b64decode(token, "-_", validate=True).decode()
