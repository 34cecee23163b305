"""An app registration: an identity in Entra for a workload that signs in from outside Azure."""

from typing import NotRequired, TypedDict

import pulumi_azuread as azuread
from pulumi import ComponentResource, Input, Output, ResourceOptions

from components.existing import Inputs, Look, guarded, known


class AppRegistrationArgs(TypedDict):
    """What `AppRegistration` needs to know."""

    display_name: Input[str]
    """Name shown in the Entra portal; a second application of the same name is refused."""

    owners: Input[list[str]]
    """Object ids of the owners of application and service principal. The deployer has to be among them: with
    the right `Application.ReadWrite.OwnedBy` it could change neither of them any more."""

    notes: NotRequired[Input[str]]
    """What the application is for; shown in the Entra portal. Empty when left out."""


class AppRegistration(ComponentResource):
    """A single-tenant application and its service principal, with no secret and no certificate.

    Source: POST graph.microsoft.com/v1.0/applications and /servicePrincipals.
    """

    application_id: Output[str]
    """The application in Graph's path form (`/applications/…`): what a federated credential asks for."""

    client_id: Output[str]
    """Client id (application id): what a sign-in and a service connection ask for."""

    principal_id: Output[str]
    """Object id of the service principal: what an entitlement and a role assignment ask for."""

    tenant_id: Output[str]
    """Id of the Entra tenant that the identity belongs to."""

    def __init__(self, name: str, args: AppRegistrationArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("patless:index:AppRegistration", name, None, opts)
        application, principal = declare(self, name, args)
        self.application_id = application.id
        self.client_id = application.client_id
        self.principal_id = principal.object_id
        self.tenant_id = principal.application_tenant_id
        self.register_outputs(
            {
                "applicationId": self.application_id,
                "clientId": self.client_id,
                "principalId": self.principal_id,
                "tenantId": self.tenant_id,
            }
        )


def declare(
    parent: ComponentResource, name: str, args: AppRegistrationArgs
) -> tuple[azuread.Application, azuread.ServicePrincipal]:
    """The application and its service principal themselves, as parts of another component."""
    application = azuread.Application(
        f"{name}-application",
        display_name=args["display_name"],
        owners=args["owners"],
        notes=args.get("notes"),
        # The Entra issuer of service connections refuses applications of several tenants (AADSTS70052).
        sign_in_audience="AzureADMyOrg",
        # Entra would make a second one silently, as after a run that was killed.
        prevent_duplicate_names=True,
        opts=ResourceOptions(parent=parent, hooks=guarded(parent, f"{name}-application", _find_application)),
    )
    principal = azuread.ServicePrincipal(
        f"{name}-principal",
        client_id=application.client_id,
        owners=args["owners"],
        notes=args.get("notes"),
        opts=ResourceOptions(parent=parent, hooks=guarded(parent, f"{name}-principal", _find_principal)),
    )
    return application, principal


async def _find_application(inputs: Inputs, look: Look) -> str | None:
    """Path of an application of this display name."""
    if args := known(inputs, "displayName"):
        found = await look("azuread:index/getApplication:getApplication", args)
        return str(found["id"]) if found else None
    return None


async def _find_principal(inputs: Inputs, look: Look) -> str | None:
    """Path of the service principal of this application."""
    if args := known(inputs, "clientId"):
        found = await look("azuread:index/getServicePrincipal:getServicePrincipal", args)
        return str(found["id"]) if found else None
    return None
