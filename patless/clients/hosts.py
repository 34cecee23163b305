"""The hosts that Patless calls, and where each of them is."""

from dataclasses import dataclass

AZURE_DEVOPS = "dev.azure.com"
AZURE_DEVOPS_IDENTITIES = "vssps.dev.azure.com"

ALLOWED = frozenset({AZURE_DEVOPS, AZURE_DEVOPS_IDENTITIES})
"""The only hosts that a token of Azure DevOps is sent to."""


@dataclass(frozen=True)
class Hosts:
    """Where the hosts are: at their own addresses, or all below one server on this machine.

    server: the address of an emulator, such as `http://127.0.0.1:8080`; the real hosts when empty.
    """

    server: str = ""

    def url(self, host: str, path: str) -> str:
        """The address of a path of a host; refuses a host that is none of ours."""
        if host not in ALLOWED:
            raise ValueError(f"{host} is no host that Patless sends a token to")
        return f"{self.server}/{host}{path}" if self.server else f"https://{host}{path}"
