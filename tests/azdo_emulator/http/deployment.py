"""What a deployment of the example and its end ask of the services, over bare HTTP as the deployer."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import httpx

from azdo_emulator.http.server import Server
from azdo_emulator.model.azure.role_definitions import BUILT_IN
from azdo_emulator.model.devops.checks import APPROVAL
from azdo_emulator.model.ids import guid
from azdo_emulator.model.seed import DEPLOYER, ENTRA_GROUPS, LOCATION, PIPELINES, SUBSCRIPTION, TENANT

from .conftest import client, token

OF_ALL = f"/subscriptions/{SUBSCRIPTION}"
ROLES = {name: id for id, name in BUILT_IN.items()}
READER = f"{OF_ALL}/providers/Microsoft.Authorization/roleDefinitions/{ROLES['Reader']}"
LEVEL = {"accountLicenseType": "express", "licensingSource": "account"}
AUDIENCES = ["api://AzureADTokenExchange"]
PIPELINE = PIPELINES["Support", "\\deploy", "support"]


class Denied(Exception):
    """A service said no: at which step, with what status, code and words."""

    def __init__(self, step: str, status: int, code: str, message: str) -> None:
        super().__init__(f"{step}: {status} {code}: {message}")
        self.refusal = step, status, code
        self.message = message


class Services:
    """The services, with somebody in front of them."""

    def __init__(self, clients: dict[str, httpx.Client]) -> None:
        self._clients = clients

    def ask(self, step: str, service: str, method: str, path: str, body: Any = None) -> Any:
        """One request; what it answered, if it did as asked."""
        response = self._clients[service].request(method, path, json=body)
        answer = response.json() if response.content else None
        if response.status_code >= 400:
            error = answer.get("error", answer)
            code = error.get("code") or error["typeKey"]
            raise Denied(step, response.status_code, code, error["message"])
        for error in _errors(answer if isinstance(answer, dict) else {}):
            raise Denied(step, response.status_code, error["key"], error["value"])
        return answer


def _errors(answer: dict[str, Any]) -> list[dict[str, str]]:
    """What went wrong inside a 200, as only access levels have it."""
    results = answer.get("results", [answer.get("operationResult", {})])
    return [error for result in results for error in result.get("errors", [])]


@contextmanager
def services(server: Server, whose: str = DEPLOYER[1]) -> Iterator[Services]:
    """The services of a server, called by the deployer or by another service principal."""
    devops = token(server, whose=whose)
    azure = token(server, server.resource_manager, whose=whose)
    with ExitStack() as stack:
        made = {
            "organization": client(f"{server.http}/contoso/_apis", devops),
            "directory": client(f"{server.http}/vssps.dev.azure.com/contoso/_apis", devops),
            "members": client(f"{server.http}/vsaex.dev.azure.com/contoso/_apis", devops),
            "project": client(f"{server.http}/contoso/Support/_apis", devops),
            "entra": client(f"{server.graph}/v1.0", token(server, server.graph, whose=whose)),
            "azure": client(server.resource_manager, azure),
        }
        for one in made.values():
            stack.enter_context(one)
        made["azure"].params = {"api-version": "2024-11-01"}
        yield Services(made)


def deploy_and_destroy(services: Services, group: str, *, group_exists: bool = False) -> None:
    """Everything that the example makes, and its end in the other order; group: where identities live."""
    ask = services.ask
    of_group = f"{OF_ALL}/resourceGroups/{group}"

    support = ask("project", "organization", "GET", "/projects/Support")["id"]
    groups = ask("groups", "directory", "GET", f"/graph/groups?scopeDescriptor={_scope(ask, support)}")
    contributors, approvers = (
        next(one["descriptor"] for one in groups["value"] if one["displayName"] == name)
        for name in ("Contributors", "Release Approvers")
    )
    approver = ask("storage key", "directory", "GET", f"/graph/storagekeys/{approvers}")["value"]

    if not group_exists:
        ask("resource group", "azure", "PUT", of_group, {"location": LOCATION})

    # An application, and whom it trusts.
    owners = [f"https://graph.microsoft.com/v1.0/directoryObjects/{DEPLOYER[1]}"]
    ask("namesakes", "entra", "GET", "/applications?$filter=displayName eq 'mailroom-bot'")
    named = {"displayName": "mailroom-bot", "owners@odata.bind": owners}
    made = ask("application", "entra", "POST", "/applications", named)
    application = f"/applications/{made['id']}"
    ask("change of the application", "entra", "PATCH", application, {"notes": "support"})
    of_application = {"appId": made["appId"], "owners@odata.bind": owners}
    bot = ask("service principal", "entra", "POST", "/servicePrincipals", of_application)["id"]
    trust = {
        "name": "production",
        "issuer": "https://token.actions.githubusercontent.com",
        "subject": "repo:contoso@242/mailroom@991:environment:production",
        "audiences": AUDIENCES,
    }
    trusts = f"{application}/federatedIdentityCredentials"
    trust_id = ask("trust of the application", "entra", "POST", trusts, trust)["id"]

    # A managed identity.
    identity = f"{of_group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-deploy"
    managed = ask("managed identity", "azure", "PUT", identity, {"location": LOCATION})["properties"]

    # Who is in the organisation, and where.
    principal = {"originId": bot, "origin": "aad", "subjectKind": "servicePrincipal"}
    given = {"accessLevel": LEVEL, "servicePrincipal": principal}
    bots, people, rules = "/serviceprincipalentitlements", "/userentitlements", "/groupentitlements"
    member = ask("access level of a bot", "members", "POST", bots, given)["servicePrincipalEntitlement"]
    given = {"accessLevel": LEVEL, "user": {"principalName": "dev.one@contoso.com", "subjectKind": "user"}}
    person = ask("access level of a person", "members", "POST", people, given)["userEntitlement"]["id"]
    entra_group = {"originId": ENTRA_GROUPS["sg-support"][0], "origin": "aad", "subjectKind": "group"}
    given = {"group": entra_group, "licenseRule": LEVEL}
    rule = ask("access level of a group", "members", "POST", rules, given)["id"]
    membership = f"/graph/memberships/{member['servicePrincipal']['descriptor']}/{contributors}"
    ask("membership", "directory", "PUT", membership)
    pool = "/securityroles/scopes/distributedtask.agentpoolrole/roleassignments/resources/9"
    given = [{"roleName": "Administrator", "userId": member["id"]}]
    ask("role on a pool", "organization", "PUT", pool, given)

    # A service connection, what it signs in as, who may use it and what stands before it.
    endpoints = "/serviceendpoint/endpoints"
    given = {
        "name": "azure-support",
        "type": "azurerm",
        "url": "https://management.azure.com/",
        "authorization": {
            "scheme": "WorkloadIdentityFederation",
            "parameters": {"tenantid": TENANT, "serviceprincipalid": managed["clientId"]},
        },
        "data": {"creationMode": "Manual", "subscriptionId": SUBSCRIPTION},
        "serviceEndpointProjectReferences": [
            {"projectReference": {"id": support}, "name": "azure-new", "description": ""}
        ],
    }
    connection = ask("connection", "organization", "POST", endpoints, given)
    signs_in = connection["authorization"]["parameters"]
    trust = {
        "issuer": signs_in["workloadIdentityFederationIssuer"],
        "subject": signs_in["workloadIdentityFederationSubject"],
        "audiences": AUDIENCES,
    }
    credential = f"{identity}/federatedIdentityCredentials/azure-support"
    ask("trust of the managed identity", "azure", "PUT", credential, {"properties": trust})
    role = f"{of_group}/providers/Microsoft.Authorization/roleAssignments/{guid('test', 'role')}"
    given = {"roleDefinitionId": READER, "principalId": managed["principalId"]}
    ask("role in Azure", "azure", "PUT", role, {"properties": given})
    permissions = f"/pipelines/pipelinepermissions/endpoint/{connection['id']}"
    given = {"pipelines": [{"id": PIPELINE, "authorized": True}]}
    ask("permission of a pipeline", "project", "PATCH", permissions, given)
    checks = "/pipelines/checks/configurations"
    given = {
        "type": {"id": APPROVAL, "name": "Approval"},
        "resource": {"type": "endpoint", "id": connection["id"]},
        "settings": {"approvers": [{"id": approver}], "minRequiredApprovers": 1},
        "timeout": 1440,
    }
    check = ask("check", "project", "POST", checks, given)["id"]

    ask("no check", "project", "DELETE", f"{checks}/{check}")
    given = {"pipelines": [{"id": PIPELINE, "authorized": False}]}
    ask("no permission of a pipeline", "project", "PATCH", permissions, given)
    ask("no role in Azure", "azure", "DELETE", role)
    ask("no trust of the managed identity", "azure", "DELETE", credential)
    ask("no connection", "organization", "DELETE", f"{endpoints}/{connection['id']}?projectIds={support}")
    ask("no role on a pool", "organization", "PATCH", pool, [member["id"]])
    ask("no membership", "directory", "DELETE", membership)
    ask("no access level of a group", "members", "DELETE", f"{rules}/{rule}")
    ask("no access level of a person", "members", "DELETE", f"{people}/{person}")
    ask("no access level of a bot", "members", "DELETE", f"{bots}/{member['id']}")
    ask("no managed identity", "azure", "DELETE", identity)
    ask("no trust of the application", "entra", "DELETE", f"{trusts}/{trust_id}")
    ask("no service principal", "entra", "DELETE", f"/servicePrincipals/{bot}")
    ask("no application", "entra", "DELETE", application)
    if not group_exists:
        ask("no resource group", "azure", "DELETE", of_group)


def _scope(ask: Any, project_id: str) -> Any:
    return ask("scope", "directory", "GET", f"/graph/descriptors/{project_id}")["value"]
