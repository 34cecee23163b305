"""Who signs the tokens that somebody outside Azure signs in with."""

import re
from typing import Annotated

from pydantic import AfterValidator

from stacks.manifest.placeholder import Whole
from stacks.manifest.refusal import refusal
from stacks.manifest.text import text

GITHUB = "https://token.actions.githubusercontent.com"
# Azure DevOps issued tokens itself once; service connections have issuers of Entra now.
RETIRING = ("https://vstoken.dev.azure.com", "https://app.vstoken.visualstudio.com")
AKS = re.compile(r"https://[^/]+\.oic\.prod-aks\.azure\.[a-z]+(/|$)")
"""How the issuers of clusters in Azure begin."""


def _spelled(value: str) -> str:
    """Entra compares issuers letter by letter, and says nothing of one that no token has."""
    if AKS.match(value) and not value.endswith("/"):
        raise refusal(
            "an issuer of Azure Kubernetes Service without the slash at its end",
            expected="https://REGION.oic.prod-aks.azure.com/TENANT/ID/, as its tokens spell it",
            todo="add the slash",
        )
    if value.lower().startswith(GITHUB) and value.endswith("/"):
        raise refusal(
            "GitHub's issuer with a slash at its end",
            expected=f"{GITHUB}, as its tokens spell it",
            todo="take the slash away",
        )
    return value


Issuer = Annotated[
    str,
    text(
        r"^https://[^\s/?#@]+(/[^\s?#]*)?$",
        longest=600,
        expected="the issuer's address, exactly as its tokens spell it: https://…",
        example="https://oidc.example.com/cluster",
    ),
    Whole,
    AfterValidator(_spelled),
]
