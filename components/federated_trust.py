"""A federated trust: an identity believes one subject of one token issuer, so that no secret is needed."""

import re
from hashlib import sha256
from typing import NotRequired, TypedDict

import pulumi_azuread as azuread
from pulumi import ComponentResource, CustomResource, Input, ResourceHookBinding, ResourceOptions
from pulumi_azure_native import managedidentity

from components.lost_answer import noted
from components.readiness import patient
from components.waiting import also

AUDIENCE = "api://AzureADTokenExchange"


class FederatedTrustArgs(TypedDict):
    """What `FederatedTrust` needs to know: the trust, and either an application or a managed identity."""

    trust_name: Input[str]
    """Name of the federated credential, 3 to 120 letters, digits, `-` and `_`. A change replaces it."""

    issuer: Input[str]
    """The token issuer, an https URL, such as `https://token.actions.githubusercontent.com`."""

    subject: Input[str]
    """The subject, exactly as the issuer writes it: Entra takes a wrong one silently, and sign-in fails."""

    application_id: NotRequired[Input[str]]
    """The application in path form (`/applications/…`)."""

    managed_identity: NotRequired[Input[str]]
    """Name of the managed identity."""

    resource_group: NotRequired[Input[str]]
    """Name of the managed identity's resource group."""


class FederatedTrust(ComponentResource):
    """One federated credential. Those of one identity are written one after another: give each the one before
    it as `depends_on`, because Entra answers 409 to two writes at once.

    Source: POST graph.microsoft.com/v1.0/applications/{id}/federatedIdentityCredentials, or
    PUT userAssignedIdentities/{name}/federatedIdentityCredentials/{trust_name}. At most 20 for each identity.
    """

    def __init__(self, name: str, args: FederatedTrustArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("patless:index:FederatedTrust", name, None, opts)
        declare(self, name, args, also(opts))
        self.register_outputs({})


def declare(
    parent: ComponentResource, name: str, args: FederatedTrustArgs, opts: ResourceOptions
) -> CustomResource:
    """The federated credential itself, as a part of another component.

    opts: what it waits for, and what it was called before.
    """
    if ("application_id" in args) == ("managed_identity" in args):
        raise ValueError(f"{name} needs an application_id or a managed_identity, and not both")
    name = f"{name}-credential"
    hooks = ResourceHookBinding.merge(patient(parent, name), noted())
    own = ResourceOptions.merge(opts, ResourceOptions(parent=parent, hooks=hooks))
    if "application_id" in args:
        return azuread.ApplicationFederatedIdentityCredential(
            name,
            application_id=args["application_id"],
            display_name=args["trust_name"],
            issuer=args["issuer"],
            subject=args["subject"],
            audiences=[AUDIENCE],
            opts=own,
        )
    credential: CustomResource = managedidentity.FederatedIdentityCredential(
        name,
        resource_name_=args["managed_identity"],
        resource_group_name=args["resource_group"],
        federated_identity_credential_resource_name=args["trust_name"],
        issuer=args["issuer"],
        subject=args["subject"],
        audiences=[AUDIENCE],
        opts=own,
    )
    return credential


def trust_key(issuer: str, subject: str) -> str:
    """What a trust is called after what it trusts: the same whatever people call it, and good as its name in
    Entra. The start of the subject is for readers; the end, of a hash, keeps two apart."""
    told = re.sub("[^a-z0-9]+", "-", subject.lower()).strip("-")[:80].rstrip("-")
    return f"{told or 'trust'}-{sha256(f'{issuer} {subject}'.encode()).hexdigest()[:8]}"
