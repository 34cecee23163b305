"""Resources that the rules' examples are made of."""

from collections.abc import Mapping
from typing import Any

from guardrails.data.tokens import (
    APPLICATION_TRUST,
    APPLICATIONS,
    AZURE_CONNECTION,
    ENTITLEMENT,
    MANAGED_IDENTITIES,
    MANAGED_TRUST,
)

Fixture = Mapping[str, Any]

TENANT = "8f0c1f6e-0d0c-4b56-9a63-1f6f0a6f2b11"
SUBSCRIPTION = "3d1f1d0e-5c2b-4f0e-8a43-0c6c1a1f9b02"
GITHUB = "https://token.actions.githubusercontent.com"
PRODUCTION = "repo:contoso@242/mailroom@991:environment:production"


def fixture(type_: str, **properties: object) -> Fixture:
    """A resource of some type."""
    return {"type": type_, "properties": properties}


def application(**properties: object) -> Fixture:
    """An application in Entra."""
    return fixture(APPLICATIONS[0], displayName="mailroom-bot", **properties)


def managed_identity(**properties: object) -> Fixture:
    """A managed identity."""
    return fixture(
        MANAGED_IDENTITIES[0],
        resourceGroupName="rg-contoso-identities",
        resourceName="id-mailroom-bot",
        location="westeurope",
        **properties,
    )


def github_trust(subject: object = PRODUCTION, **properties: object) -> Fixture:
    """What lets a GitHub workflow sign in as the application `bot`."""
    inputs = {
        "applicationId": "${bot.id}",
        "displayName": "production",
        "audiences": ["api://AzureADTokenExchange"],
        "issuer": GITHUB,
        "subject": subject,
    }
    return {"type": APPLICATION_TRUST, "properties": inputs | properties}


def connection(identity: str = "bot", **properties: object) -> Fixture:
    """A service connection to Azure that signs in as a managed identity, or another one, by federation."""
    inputs = {
        "projectId": "6f3c1e52-6f0a-4c64-9c15-2b8f51d7a8f0",
        "serviceEndpointName": "azure-support",
        "azurermSpnTenantid": TENANT,
        "azurermSubscriptionId": SUBSCRIPTION,
        "azurermSubscriptionName": "Contoso Production",
        "serviceEndpointAuthenticationScheme": "WorkloadIdentityFederation",
        "credentials": {"serviceprincipalid": f"${{{identity}.clientId}}"},
    }
    return {"type": AZURE_CONNECTION, "properties": inputs | properties}


def connection_trust(name: str = "azure", identity: str = "bot", **properties: object) -> Fixture:
    """What lets a service connection sign in as a managed identity."""
    inputs = {
        "resourceGroupName": "rg-contoso-identities",
        "resourceName": f"${{{identity}.name}}",
        "federatedIdentityCredentialResourceName": "azure-support",
        "audiences": ["api://AzureADTokenExchange"],
        "issuer": f"${{{name}.workloadIdentityFederationIssuer}}",
        "subject": f"${{{name}.workloadIdentityFederationSubject}}",
    }
    return {"type": MANAGED_TRUST, "properties": inputs | properties}


def entitlement(identity: str = "bot", **properties: object) -> Fixture:
    """A managed identity as a member of the organisation."""
    inputs = {"origin": "aad", "originId": f"${{{identity}.principalId}}", "accountLicenseType": "express"}
    return {"type": ENTITLEMENT, "properties": inputs | properties}
