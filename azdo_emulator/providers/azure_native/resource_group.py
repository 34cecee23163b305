"""A resource group."""

from azdo_emulator.model.azure import resource_groups
from azdo_emulator.providers.azure_native.scope import fill_location, parts, subscription_id
from azdo_emulator.providers.declaring import Call, Function, Mistake, Resource, State, if_there
from azdo_emulator.providers.values import Values

API_VERSION = "2024-03-01"


def create(call: Call, inputs: Values) -> State:
    """Make the group; one that is there is not taken over."""
    name = inputs["resourceGroupName"]
    id = resource_groups.resource_group_id(subscription_id(call), name)
    if read(call, id, {}) is not None:
        raise Mistake(f"cannot create already existing resource '{id}'")
    return _put(call, name, inputs)


def read(call: Call, id: str, outputs: Values) -> State | None:
    """The group, unless it is gone."""
    name, look = parts(call, id)["group"], resource_groups.resource_groups_get
    return if_there(lambda: _state(look(call.session, subscription_id(call), name)))


def update(call: Call, id: str, outputs: Values, inputs: Values) -> State:
    """Change tags and manager."""
    return _put(call, parts(call, id)["group"], inputs)


def delete(call: Call, id: str, outputs: Values) -> None:
    """Delete the group and all that is in it."""
    if read(call, id, outputs) is not None:
        resource_groups.resource_groups_delete(call.session, subscription_id(call), parts(call, id)["group"])


def get_resource_group(call: Call, given: Values) -> Values:
    """A group that is there."""
    found = resource_groups.resource_groups_get(
        call.session, subscription_id(call), given["resourceGroupName"]
    )
    return _state(found).outputs | {"id": found.id}


def _put(call: Call, name: str, inputs: Values) -> State:
    made = resource_groups.resource_groups_create_or_update(
        call.session,
        subscription_id(call),
        name,
        location=inputs.get("location"),
        managed_by=inputs.get("managedBy"),
        tags=inputs.get("tags"),
    )
    return _state(made)


def _state(group: resource_groups.ResourceGroup) -> State:
    return State(
        group.id,
        {
            "azureApiVersion": API_VERSION,
            "location": group.location,
            "managedBy": group.managed_by,
            "name": group.name,
            "properties": {"provisioningState": "Succeeded"},
            "tags": dict(group.tags) or None,
            "type": "Microsoft.Resources/resourceGroups",
        },
        {"resourceGroupName": group.name},
    )


RESOURCE = Resource("azure-native:resources:ResourceGroup", create, read, update, delete, fill_location)
FUNCTION = Function("azure-native:resources:getResourceGroup", get_resource_group)
