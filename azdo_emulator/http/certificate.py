"""The certificate of the HTTPS listener, and the authority that clients have to trust for it."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Certificate:
    """Three files of a sandbox: the certificates of the authority and of the server, and the server's key."""

    authority: Path
    chain: Path
    key: Path


def certificate_in(folder: Path) -> Certificate:
    """The certificate of a sandbox, for localhost and 127.0.0.1; made at the first start.

    The authority's own key is never written, so that nobody can make a second certificate with it.
    """
    found = Certificate(*(folder / name for name in ("ca.pem", "server.pem", "server.key")))
    if not found.key.exists():
        # 0.1 s that only the first start pays.
        import trustme

        authority = trustme.CA(organization_name="Patless sandbox")
        issued = authority.issue_cert("localhost", "127.0.0.1", "::1")
        authority.cert_pem.write_to_path(found.authority)
        found.chain.write_bytes(b"".join(blob.bytes() for blob in issued.cert_chain_pems))
        part = found.key.with_suffix(".part")
        part.touch(mode=0o600)
        issued.private_key_pem.write_to_path(part)
        part.rename(found.key)
    return found
