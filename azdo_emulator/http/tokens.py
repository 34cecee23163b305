"""Access tokens of the sandbox: made and believed by the same server, worth nothing anywhere else.

They are JWTs, as the clients expect; the signature is a MAC with a key that stays in the sandbox's folder.
"""

import base64
import hmac
import secrets
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jwt

ALGORITHM = "HS256"
LIFETIME = 3600
"""Seconds that a token is good for."""


@dataclass(frozen=True)
class Claims:
    """What a token says: whose it is (object id), for whom it was made (audience), and how they signed in.

    by_person: somebody signed in themselves, rather than an application for itself. roles: the app roles of
    the caller in the service.
    """

    object_id: str
    tenant_id: str
    audience: str
    app_id: str = ""
    by_person: bool = False
    roles: tuple[str, ...] = ()


class Tokens:
    """Makes tokens and reads them."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def issue(self, claims: Claims, lifetime: int = LIFETIME) -> str:
        """A new token; one with a lifetime of nothing or less has expired already."""
        now = int(time.time())
        body: dict[str, Any] = {
            "aud": claims.audience,
            "iss": f"https://sts.windows.net/{claims.tenant_id}/",
            "iat": now,
            "nbf": min(now, now + lifetime),
            "exp": now + lifetime,
            "oid": claims.object_id,
            "sub": claims.object_id,
            "tid": claims.tenant_id,
            "appid": claims.app_id,
            "idtyp": "user" if claims.by_person else "app",
            "roles": list(claims.roles),
            "ver": "1.0",
        }
        if claims.by_person:
            body["scp"] = "user_impersonation"
        return jwt.encode(body, self._key, ALGORITHM)

    def read(self, token: str, audiences: set[str]) -> Claims | None:
        """What a token of this server says, unless it has expired or was made for somebody else."""
        try:
            body = jwt.decode(token, self._key, [ALGORITHM], audience=audiences)
        except jwt.InvalidTokenError:
            return None
        return Claims(
            body["oid"],
            body["tid"],
            body["aud"],
            body["appid"],
            body["idtyp"] == "user",
            tuple(body["roles"]),
        )

    def secret(self, key_id: str) -> str:
        """The secret of an application that has this key id: always the same, so that nothing keeps it."""
        return base64.urlsafe_b64encode(
            hmac.digest(self._key, f"secret {key_id}".encode(), "sha256")
        ).decode()

    @property
    def identity_header(self) -> str:
        """What a caller of the managed-identity endpoint has to show; it tells nothing of the key."""
        return hmac.digest(self._key, b"identity header", "sha256").hex()


def key_in(folder: Path) -> bytes:
    """The key of a sandbox, made when it is first wanted; only this user may read it."""
    path = folder / "token-key"
    if not path.exists():
        part = path.with_name(f"token-key-{secrets.token_hex(8)}.part")
        part.touch(mode=0o600)
        part.write_bytes(secrets.token_bytes(32))
        # Unlike a rename, a link never replaces the key that another process has just made.
        with suppress(FileExistsError):
            path.hardlink_to(part)
        part.unlink()
    return path.read_bytes()
