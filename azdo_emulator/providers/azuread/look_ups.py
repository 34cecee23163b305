"""Look-ups of what the tenant already has."""

from azdo_emulator.model import Refused
from azdo_emulator.model.conditions import NOTHING, equal
from azdo_emulator.model.entra import applications, directory, groups, owners
from azdo_emulator.model.entra.applications import ApplicationDetails, ServicePrincipalDetails
from azdo_emulator.providers.azuread import application, service_principal
from azdo_emulator.providers.azuread.scope import deployer, tenant_id
from azdo_emulator.providers.declaring import Call, Function, Mistake
from azdo_emulator.providers.values import Values


def get_client_config(call: Call, given: Values) -> Values:
    """Who is signed in."""
    caller = deployer(call)
    return {
        "clientId": caller.app_id,
        "id": f"{tenant_id(call)}-{caller.app_id}-{caller.object_id}",
        "objectId": caller.object_id,
        "tenantId": tenant_id(call),
    }


def get_application(call: Call, given: Values) -> Values:
    """An application by its object id, its client id or its name; none or several of a name is an error."""
    key, value = _only(given, "objectId", "clientId", "displayName", "identifierUri")
    if key == "objectId":
        try:
            found = applications.get_application(call.session, value)
        except Refused as refused:
            raise Mistake(f'Application with object ID "{value}" was not found') from refused
    else:
        found = _application(call, key, value)
    told = application.shown(call, found) | {"id": f"/applications/{found.object_id}"}
    # The official plug-in leaves it out, although its schema has it.
    del told["description"]
    return told


def get_service_principal(call: Call, given: Values) -> Values:
    """A service principal by its object id, its client id or its name."""
    key, value = _only(given, "objectId", "clientId", "displayName")
    if key == "objectId":
        try:
            found = applications.get_service_principal(call.session, value)
        except Refused as refused:
            raise Mistake(f'Service Principal (Service Principal: "{value}") was not found') from refused
    else:
        found = _service_principal(call, key, value)
    return service_principal.shown(call, found) | {"id": f"/servicePrincipals/{found.object_id}"}


def get_group(call: Call, given: Values) -> Values:
    """A group by its object id or its name."""
    key, value = _only(given, "objectId", "displayName", "mailNickname")
    found = groups.list_groups(call.session, equal(_COLUMNS[key], value.lower()))
    if not found:
        raise Mistake(f"No group found matching specified filter ({_FILTERS[key]} eq '{value}')")
    if len(found) > 1:
        raise Mistake(f"More than one group found matching specified filter ({_FILTERS[key]} eq '{value}')")
    return {
        "description": found[0].description,
        "displayName": found[0].display_name,
        "id": f"/groups/{found[0].object_id}",
        "mailEnabled": False,
        "mailNickname": found[0].mail_nickname,
        "members": groups.list_group_members(call.session, found[0].object_id),
        "objectId": found[0].object_id,
        "owners": owners.list_owners(call.session, found[0].object_id),
        "securityEnabled": True,
    }


def get_user(call: Call, given: Values) -> Values:
    """A person by their object id, their user principal name or their nickname."""
    key, value = _only(given, "objectId", "userPrincipalName", "mail", "mailNickname", "employeeId")
    where = equal(_COLUMNS[key], value.lower()) if key in _COLUMNS else NOTHING
    found = directory.list_users(call.session, where)
    if not found and key == "objectId":
        raise Mistake(f'User not found with object ID: "{value}"')
    if not found:
        raise Mistake(f'User with {_FILTERS[key]} "{value}" was not found')
    return {
        "accountEnabled": True,
        "displayName": found[0].display_name,
        "id": f"/users/{found[0].object_id}",
        "mail": found[0].user_principal_name,
        "mailNickname": found[0].user_principal_name.partition("@")[0],
        "objectId": found[0].object_id,
        "userPrincipalName": found[0].user_principal_name,
        "userType": "Member",
    }


_FILTERS = {
    "clientId": "appId",
    "displayName": "displayName",
    "employeeId": "employee ID",
    "identifierUri": "identifierUris",
    "mail": "mail",
    "mailNickname": "mailNickname",
    "objectId": "id",
    "userPrincipalName": "UPN",
}
_COLUMNS = {
    "clientId": "app_id",
    "displayName": "display_name",
    "mail": "user_principal_name",
    "mailNickname": "mail_nickname",
    "objectId": "object_id",
    "userPrincipalName": "user_principal_name",
}


def _application(call: Call, key: str, value: str) -> ApplicationDetails:
    found: list[ApplicationDetails] = []
    if key != "identifierUri":
        found = applications.list_applications(call.session, equal(_COLUMNS[key], value))
    asked = f"{_FILTERS[key]} eq '{value}'"
    if not found:
        raise Mistake(f'Application not found: no applications found matching filter: "{asked}"')
    if len(found) > 1:
        raise Mistake(f'Multiple applications found: dound multiple applications matching filter: "{asked}"')
    return found[0]


def _service_principal(call: Call, key: str, value: str) -> ServicePrincipalDetails:
    by_name = key == "displayName"
    found = applications.list_service_principals(call.session, equal(_COLUMNS[key], value))
    asked = f"{_FILTERS[key]} eq '{value}'"
    if not found and by_name:
        raise Mistake(f'Service principal not found: no service principals found matching filter: "{asked}"')
    if not found:
        raise Mistake("No service principal found: no service principal found")
    if len(found) > 1:
        raise Mistake(
            f'Multiple service principals found: found multiple service principals matching filter: "{asked}"'
        )
    return found[0]


def _only(given: Values, *keys: str) -> tuple[str, str]:
    present = [key for key in keys if given.get(key)]
    if len(present) != 1:
        raise Mistake(f"exactly one of {', '.join(keys)} is expected")
    return present[0], str(given[present[0]])


FUNCTIONS = (
    Function("azuread:index/getApplication:getApplication", get_application),
    Function("azuread:index/getClientConfig:getClientConfig", get_client_config),
    Function("azuread:index/getGroup:getGroup", get_group),
    Function("azuread:index/getServicePrincipal:getServicePrincipal", get_service_principal),
    Function("azuread:index/getUser:getUser", get_user),
)
