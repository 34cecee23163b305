"""The service principal of an application."""

from azdo_emulator.model.conditions import equal
from azdo_emulator.model.entra import applications, directory, owners
from azdo_emulator.model.entra.applications import ServicePrincipalDetails
from azdo_emulator.providers.azuread.scope import deployer
from azdo_emulator.providers.azuread.telling import doing, to_be_imported
from azdo_emulator.providers.declaring import Call, Mistake, Resource, State, if_there
from azdo_emulator.providers.values import Values


def create(call: Call, inputs: Values) -> State:
    """Make the service principal, or take over the one that is there if the program says so."""
    caller = deployer(call).object_id
    present = applications.list_service_principals(call.session, equal("app_id", inputs["clientId"]))
    if present and not inputs.get("useExisting"):
        raise Mistake(
            f'A resource with the ID "{present[0].object_id}" already exists: '
            f"{to_be_imported('azuread_service_principal')}"
        )
    if present:
        return update(call, f"/servicePrincipals/{present[0].object_id}", {}, inputs)
    with doing("Could not create service principal"):
        for application in applications.list_applications(call.session, equal("app_id", inputs["clientId"])):
            owners.refuse_others(call.session, application.object_id, caller)
        made = directory.create_service_principal(call.session, inputs["clientId"])
        _patch(call, made.object_id, inputs)
        owners.set_owners(call.session, made.object_id, inputs.get("owners", []))
    return _state(call, made.object_id, inputs)


def read(call: Call, id: str, outputs: Values) -> State | None:
    """The service principal, unless it is gone."""
    return if_there(lambda: _state(call, object_id(id), outputs))


def update(call: Call, id: str, outputs: Values, inputs: Values) -> State:
    """Change what is given; the owners become those that are given."""
    with doing(f'Updating Service Principal (Service Principal: "{object_id(id)}")'):
        applications.get_service_principal(call.session, object_id(id))
        owners.refuse_others(call.session, object_id(id), deployer(call).object_id)
        _patch(call, object_id(id), inputs)
        owners.set_owners(call.session, object_id(id), inputs.get("owners", []))
    return _state(call, object_id(id), inputs)


def delete(call: Call, id: str, outputs: Values) -> None:
    """Delete the service principal, also one that was taken over; of that one no failure is told."""
    try:
        with doing(f'Deleting Service Principal (Service Principal: "{object_id(id)}")'):
            applications.get_service_principal(call.session, object_id(id))
            owners.refuse_others(call.session, object_id(id), deployer(call).object_id)
            applications.delete_service_principal(call.session, object_id(id))
    except Mistake:
        if not outputs.get("useExisting"):
            raise


def object_id(id: str) -> str:
    """The object id in `/servicePrincipals/{object id}`."""
    before, _, found = id.rpartition("/")
    if before != "/servicePrincipals" or not found:
        raise Mistake(f"{id} is not the id of a service principal; expected /servicePrincipals/{{object id}}")
    return found


def _patch(call: Call, object_id: str, inputs: Values) -> None:
    applications.update_service_principal(
        call.session,
        object_id,
        account_enabled=inputs.get("accountEnabled", True),
        app_role_assignment_required=inputs.get("appRoleAssignmentRequired", False),
        description=inputs.get("description", ""),
        notes=inputs.get("notes", ""),
        tags=inputs.get("tags", []),
    )


def _state(call: Call, object_id: str, known: Values) -> State:
    found = applications.get_service_principal(call.session, object_id)
    extra = {"owners": owners.list_owners(call.session, found.object_id)}
    return State(f"/servicePrincipals/{found.object_id}", known | shown(call, found) | extra)


def shown(call: Call, found: ServicePrincipalDetails) -> Values:
    """What a state and a look-up show alike."""
    of = applications.list_applications(call.session, equal("app_id", found.app_id))
    return {
        "accountEnabled": found.account_enabled,
        "appRoleAssignmentRequired": found.app_role_assignment_required,
        "applicationTenantId": found.tenant_id,
        "clientId": found.app_id,
        "description": found.description,
        "displayName": found.display_name,
        "notes": found.notes,
        "objectId": found.object_id,
        "servicePrincipalNames": [],
        "signInAudience": of[0].sign_in_audience if of else "",
        "tags": list(found.tags),
        "type": found.service_principal_type,
    }


RESOURCE = Resource("azuread:index/servicePrincipal:ServicePrincipal", create, read, update, delete)
