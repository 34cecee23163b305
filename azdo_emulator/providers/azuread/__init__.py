"""The emulated plug-in azuread."""

from azdo_emulator.providers.azuread import (
    application,
    federated_credential,
    look_ups,
    passwords,
    scope,
    service_principal,
    telling,
)
from azdo_emulator.providers.declaring import Provider

PROVIDER = Provider(
    name="azuread",
    resources=(
        application.RESOURCE,
        service_principal.RESOURCE,
        federated_credential.RESOURCE,
        *passwords.RESOURCES,
    ),
    functions=look_ups.FUNCTIONS,
    complaints=scope.complaints,
    words=telling.words,
    delete_before_replace=False,
)
