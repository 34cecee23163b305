"""What every service of the HTTP server shares."""

from dataclasses import dataclass
from typing import Literal

from azdo_emulator.http.tokens import Tokens
from azdo_emulator.model import Cloud

Discovery = Literal["full", "empty"]
"""What `_apis/ResourceAreas` answers: where each area is, or nothing, as a server on premises does."""


@dataclass
class Server:
    """One running server: its cloud, who may come in, and where it is; urls have no slash at the end."""

    cloud: Cloud
    tokens: Tokens
    http: str
    https: str
    discovery: Discovery = "full"

    @property
    def graph(self) -> str:
        """Microsoft Graph, without a version."""
        return f"{self.https}/graph.microsoft.com"

    @property
    def resource_manager(self) -> str:
        """Azure Resource Manager."""
        return f"{self.https}/management.azure.com"
