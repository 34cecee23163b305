"""Who signs the tokens that somebody outside Azure signs in with."""

from typing import Annotated

from stacks.manifest.text import text

GITHUB = "https://token.actions.githubusercontent.com"
# Azure DevOps issued tokens itself once; service connections have issuers of Entra now.
RETIRING = ("https://vstoken.dev.azure.com", "https://app.vstoken.visualstudio.com")

Issuer = Annotated[
    str,
    text(
        r"^https://[^\s/?#@]+(/[^\s?#]*)?$",
        longest=600,
        expected="the issuer's address, exactly as its tokens spell it: https://…",
        example="https://oidc.example.com/cluster",
    ),
]
