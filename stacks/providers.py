"""The providers, pinned to the organisation, tenant and subscription that the manifest names."""

from dataclasses import dataclass, field

import pulumi_azure_native as azure_native
import pulumi_azuread as azuread
import pulumi_azuredevops as azuredevops
from pulumi import ProviderResource

from stacks import settings
from stacks.manifest import Organization


@dataclass(frozen=True)
class Providers:
    """One explicit provider for each service.

    Default providers are disabled, so that what a shell exports can never send a manifest elsewhere.
    No field takes a credential: signing in is the environment's part (federation, managed identity, CLI).
    """

    organization: Organization
    azure: ProviderResource
    azure_devops: ProviderResource
    entra: ProviderResource
    _others: dict[str, ProviderResource] = field(default_factory=dict)

    def all(self) -> list[ProviderResource]:
        """The providers in the form that a component takes."""
        return [self.azure, self.azure_devops, self.entra]

    def of_subscription(self, subscription: str) -> ProviderResource:
        """The provider that looks into a subscription; one more where managed identities live elsewhere."""
        if subscription == self.organization.subscription.id:
            return self.azure
        if subscription not in self._others:
            self._others[subscription] = azure_native.Provider(
                f"azure-{subscription}", subscription_id=subscription, tenant_id=self.organization.tenant
            )
        return self._others[subscription]


def providers(organization: Organization) -> Providers:
    """The providers of the organisation."""
    return Providers(
        organization,
        azure=azure_native.Provider(
            "azure", subscription_id=organization.subscription.id, tenant_id=organization.tenant
        ),
        azure_devops=azuredevops.Provider(
            "azure-devops",
            org_service_url=f"{settings.azure_devops()}/{organization.organization}",
            tenant_id=organization.tenant,
        ),
        entra=azuread.Provider("entra", tenant_id=organization.tenant),
    )
