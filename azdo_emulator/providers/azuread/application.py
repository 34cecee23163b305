"""An application in Entra. The sandbox keeps what describes it; the rest stays in the state."""

from azdo_emulator.model.conditions import equal
from azdo_emulator.model.entra import applications, directory, owners
from azdo_emulator.model.entra.applications import ApplicationDetails
from azdo_emulator.providers.azuread.scope import deployer, tenant_id
from azdo_emulator.providers.azuread.telling import doing, to_be_imported
from azdo_emulator.providers.declaring import Call, Mistake, Resource, State, if_there
from azdo_emulator.providers.values import Values


def create(call: Call, inputs: Values) -> State:
    """Make the application; the program's owners are all its owners, with or without the caller."""
    if inputs.get("preventDuplicateNames"):
        _refuse_second(call, inputs["displayName"])
    with doing("Could not create application"):
        made = directory.create_application(call.session, tenant_id(call), inputs["displayName"])
        _patch(call, made.object_id, inputs)
        owners.set_owners(call.session, made.object_id, inputs.get("owners", []))
    return _state(call, made.object_id, inputs)


def read(call: Call, id: str, outputs: Values) -> State | None:
    """The application, unless it is gone."""
    return if_there(lambda: _state(call, object_id(id), outputs))


def update(call: Call, id: str, outputs: Values, inputs: Values) -> State:
    """Change what is given; the owners become those that are given."""
    if inputs.get("preventDuplicateNames") and inputs["displayName"] != outputs.get("displayName"):
        _refuse_second(call, inputs["displayName"])
    with doing(f'Could not update application with object ID: "{object_id(id)}"'):
        owners.refuse_others(call.session, object_id(id), deployer(call).object_id)
        _patch(call, object_id(id), inputs)
        owners.set_owners(call.session, object_id(id), inputs.get("owners", []))
    return _state(call, object_id(id), inputs)


def delete(call: Call, id: str, outputs: Values) -> None:
    """Delete the application, and with it its service principal."""
    with doing(f'deleting Application (Application: "{object_id(id)}")'):
        applications.get_application(call.session, object_id(id))
        owners.refuse_others(call.session, object_id(id), deployer(call).object_id)
        applications.delete_application(call.session, object_id(id))


def object_id(id: str) -> str:
    """The object id in `/applications/{object id}`."""
    before, _, found = id.rpartition("/")
    if before != "/applications" or not found:
        raise Mistake(f"{id} is not the id of an application; expected /applications/{{object id}}")
    return found


def _refuse_second(call: Call, name: str) -> None:
    copies = applications.list_applications(call.session, equal("display_name", name))
    if copies:
        what = f'An existing "azuread_application" with name "{name}" (ID: "{copies[0].object_id}") was found'
        raise Mistake(
            f"{what} and `prevent_duplicate_names` was specified: {to_be_imported('azuread_application')}"
        )


def _patch(call: Call, object_id: str, inputs: Values) -> None:
    applications.update_application(
        call.session,
        object_id,
        display_name=inputs["displayName"],
        sign_in_audience=inputs.get("signInAudience", "AzureADMyOrg"),
        description=inputs.get("description", ""),
        notes=inputs.get("notes", ""),
        tags=inputs.get("tags", []),
    )


def _state(call: Call, object_id: str, known: Values) -> State:
    found = applications.get_application(call.session, object_id)
    return State(f"/applications/{found.object_id}", known | shown(call, found))


def shown(call: Call, found: ApplicationDetails) -> Values:
    """What a state and a look-up show alike."""
    return {
        "clientId": found.app_id,
        "description": found.description,
        "disabledByMicrosoft": "",
        "displayName": found.display_name,
        "notes": found.notes,
        "objectId": found.object_id,
        "owners": owners.list_owners(call.session, found.object_id),
        "publisherDomain": directory.get_tenant(call.session, found.tenant_id).default_domain,
        "signInAudience": found.sign_in_audience,
        "tags": list(found.tags),
    }


RESOURCE = Resource("azuread:index/application:Application", create, read, update, delete)
