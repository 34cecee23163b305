"""What an identity trusts: tokens of one issuer for one subject."""

from dataclasses import dataclass

# Entra's limit for an application, and Azure's for a managed identity.
MOST = 20


@dataclass(frozen=True)
class Credential:
    """A federated credential: no secret, but the issuer and the subject of the tokens that are taken."""

    name: str
    """Unique among the workload's own, and it stays; that of GitHub's old form ends in `_old`."""

    issuer: str
    subject: str
    """Entra compares it letter by letter, and takes a wrong one without a word."""
