"""Urls as the sandbox keeps them: a name and a password in one are a secret like any other."""

from urllib.parse import urlsplit


def without_login(url: str, *, without_query: bool = False) -> str:
    """The url without the login before its host, and without a query, which is often a key, where asked."""
    try:
        parts = urlsplit(url)
    except ValueError:
        # No url at all, which the service takes as well; what it might hold, nobody knows.
        return ""
    kept = parts._replace(netloc=parts.netloc.rpartition("@")[2])
    return (kept._replace(query="", fragment="") if without_query else kept).geturl()
