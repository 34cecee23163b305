"""What a process needs to reach the HTTP server: `azure-api.md` §0."""

from pathlib import Path

from azdo_emulator.http.process import Running
from azdo_emulator.http.server import Server
from azdo_emulator.http.tokens import Tokens, key_in
from azdo_emulator.model.seed import ORGANIZATION, SUBSCRIPTION, TENANT


def variables(folder: Path, server: Running | Server) -> dict[str, str]:
    """Variables that the official plug-ins and clients read, to reach the server and to sign in there.

    They trust the sandbox's own authority and nothing else, so that no call of theirs reaches a real service.
    """
    authority = str(folder / "ca.pem")
    return {
        "SSL_CERT_FILE": authority,
        "REQUESTS_CA_BUNDLE": authority,
        "AZDO_ORG_SERVICE_URL": f"{server.http}/{ORGANIZATION}",
        "ARM_METADATA_HOSTNAME": server.https.removeprefix("https://"),
        "ARM_TENANT_ID": TENANT,
        "ARM_SUBSCRIPTION_ID": SUBSCRIPTION,
        "ARM_USE_MSI": "true",
        "ARM_MSI_ENDPOINT": f"{server.http}/metadata/identity/oauth2/token",
        "IDENTITY_ENDPOINT": f"{server.http}/msi/token",
        "IDENTITY_HEADER": Tokens(key_in(folder)).identity_header,
        "NO_PROXY": "localhost,127.0.0.1",
    }
