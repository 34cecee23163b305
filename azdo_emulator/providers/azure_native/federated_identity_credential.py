"""A federated credential of a managed identity.

The official plug-in waits 20, 60 and 120 seconds when the service says that somebody else is writing one. The
emulated one does not wait but reports: a program that has two written at once is to be seen, not to be slow.
"""

import re

from azdo_emulator.model.azure import identities, identity_credentials
from azdo_emulator.model.entra.federated_credentials import FederatedIdentityCredential
from azdo_emulator.providers.azure_native.scope import subscription_id
from azdo_emulator.providers.declaring import Call, Mistake, Resource, State, if_there
from azdo_emulator.providers.values import Values

API_VERSION = "2023-01-31"
ID = re.compile(
    r"/subscriptions/(?P<subscription>[^/]+)/resourceGroups/(?P<group>[^/]+)/providers/"
    r"Microsoft\.ManagedIdentity/userAssignedIdentities/(?P<identity>[^/]+)"
    r"/federatedIdentityCredentials/(?P<name>[^/]+)",
    re.IGNORECASE,
)

Place = tuple[str, str, str, str]
"""Subscription, resource group, identity and name."""


def create(call: Call, inputs: Values) -> State:
    """Make the credential; one that is there is not taken over."""
    place = _place_of(call, inputs)
    if _get(call, place) is not None:
        raise Mistake(f"cannot create already existing resource '{_id(call, place)}'")
    return _put(call, place, inputs)


def read(call: Call, id: str, outputs: Values) -> State | None:
    """The credential, unless it is gone."""
    place = _place(call, id)
    found = _get(call, place)
    return _state(call, place, found) if found else None


def update(call: Call, id: str, outputs: Values, inputs: Values) -> State:
    """Change everything but the name."""
    return _put(call, _place(call, id), inputs)


def delete(call: Call, id: str, outputs: Values) -> None:
    """Delete the credential."""
    place = _place(call, id)
    if _get(call, place) is not None:
        identity_credentials.federated_identity_credentials_delete(call.session, *place)


def look_up(call: Call, given: Values) -> Values:
    """The credential as a look-up shows it; one that there is not is the service's own error."""
    place = _place_of(call, given)
    found = identity_credentials.federated_identity_credentials_get(call.session, *place)
    state = _state(call, place, found)
    return state.outputs | {"id": state.id}


def alone(call: Call, values: Values) -> str:
    """The identity, which takes one write at a time."""
    subscription, group, identity, _ = (
        _place(call, values["id"]) if "id" in values else _place_of(call, values)
    )
    holder = if_there(
        lambda: identities.user_assigned_identities_get(call.session, subscription, group, identity)
    )
    # Where there is no identity, the write itself says so.
    return identity_credentials.begin_write(call.session, holder) if holder else identity


def _place_of(call: Call, inputs: Values) -> Place:
    return (
        subscription_id(call),
        inputs["resourceGroupName"],
        inputs["resourceName"],
        inputs["federatedIdentityCredentialResourceName"],
    )


def _place(call: Call, id: str) -> Place:
    found = ID.fullmatch(id)
    if found is None or found["subscription"].lower() != subscription_id(call).lower():
        raise Mistake(f"{id} is not the id of a federated credential in subscription {subscription_id(call)}")
    return found["subscription"], found["group"], found["identity"], found["name"]


def _get(call: Call, place: Place) -> FederatedIdentityCredential | None:
    return if_there(lambda: identity_credentials.federated_identity_credentials_get(call.session, *place))


def _put(call: Call, place: Place, inputs: Values) -> State:
    made = identity_credentials.federated_identity_credentials_create_or_update(
        call.session,
        *place,
        issuer=inputs["issuer"],
        subject=inputs["subject"],
        audiences=inputs["audiences"],
    )
    return _state(call, place, made)


def _id(call: Call, place: Place) -> str:
    subscription, group, identity, name = place
    holder = identities.user_assigned_identities_get(call.session, subscription, group, identity)
    return identity_credentials.credential_id(holder.id, name)


def _state(call: Call, place: Place, credential: FederatedIdentityCredential) -> State:
    _, group, identity, _ = place
    return State(
        _id(call, place),
        {
            "audiences": [credential.audience],
            "azureApiVersion": API_VERSION,
            "issuer": credential.issuer,
            "name": credential.name,
            "subject": credential.subject,
            "type": identity_credentials.TYPE,
        },
        {
            "federatedIdentityCredentialResourceName": credential.name,
            "resourceGroupName": group,
            "resourceName": identity,
        },
    )


RESOURCE = Resource(
    "azure-native:managedidentity:FederatedIdentityCredential", create, read, update, delete, alone=alone
)
