"""A managed identity that stands on its own."""

from azdo_emulator.model.azure import identities
from azdo_emulator.providers.azure_native.scope import fill_location, parts, subscription_id
from azdo_emulator.providers.declaring import Call, Mistake, Resource, State, if_there
from azdo_emulator.providers.values import Values

API_VERSION = "2023-01-31"


def create(call: Call, inputs: Values) -> State:
    """Make the identity; one that is there is not taken over."""
    group, name = inputs["resourceGroupName"], inputs["resourceName"]
    present = _get(call, group, name)
    if present is not None:
        raise Mistake(f"cannot create already existing resource '{present.id}'")
    return _put(call, group, name, inputs)


def read(call: Call, id: str, outputs: Values) -> State | None:
    """The identity, unless it is gone."""
    place = parts(call, id)
    found = _get(call, place["group"], place["name"])
    return _state(found, place["group"]) if found else None


def update(call: Call, id: str, outputs: Values, inputs: Values) -> State:
    """Change the tags."""
    place = parts(call, id)
    return _put(call, place["group"], place["name"], inputs)


def delete(call: Call, id: str, outputs: Values) -> None:
    """Delete the identity."""
    place = parts(call, id)
    if _get(call, place["group"], place["name"]) is not None:
        identities.user_assigned_identities_delete(
            call.session, subscription_id(call), place["group"], place["name"]
        )


def _get(call: Call, group: str, name: str) -> identities.UserAssignedIdentity | None:
    look = identities.user_assigned_identities_get
    return if_there(lambda: look(call.session, subscription_id(call), group, name))


def _put(call: Call, group: str, name: str, inputs: Values) -> State:
    made = identities.user_assigned_identities_create_or_update(
        call.session,
        subscription_id(call),
        group,
        name,
        location=inputs.get("location"),
        tags=inputs.get("tags"),
    )
    return _state(made, group)


def _state(identity: identities.UserAssignedIdentity, group: str) -> State:
    return State(
        identity.id,
        {
            "azureApiVersion": API_VERSION,
            "clientId": identity.client_id,
            "location": identity.location,
            "name": identity.name,
            "principalId": identity.principal_id,
            "tags": dict(identity.tags) or None,
            "tenantId": identity.tenant_id,
            "type": identities.TYPE,
        },
        {"resourceGroupName": group, "resourceName": identity.name},
    )


RESOURCE = Resource(
    "azure-native:managedidentity:UserAssignedIdentity", create, read, update, delete, fill_location
)
