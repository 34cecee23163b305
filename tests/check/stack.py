"""Plain data for the tests: a workload with its connection, as the engine tells it."""

import json
from dataclasses import replace

from guardrails import RULES, ChangeRule
from guardrails.engine.example import REFERENCE

from components.azure_role import role_key
from patless.check.change import Change, Subject

REMOVALS = [rule for rule in RULES if isinstance(rule, ChangeRule)]

SUBSCRIPTION = "3d1f1d0e-5c2b-4f0e-8a43-0c6c1a1f9b02"
CONTRIBUTOR = "b24988ac-6180-42a0-ab88-20f7382dd24c"
OWNER = "8e3af657-a8ff-443c-a75c-2fe8c4bcb635"
UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
SECRET = "4dabf18193072939515e22adb298388d"

ADO = "azuredevops:index/"
GIT_HUB = f"{ADO}serviceEndpointGitHub:ServiceEndpointGitHub"
RM = f"{ADO}serviceEndpointAzureRM:ServiceEndpointAzureRM"
SEAT = f"{ADO}servicePrincipalEntitlement:ServicePrincipalEntitlement"
MEMBERSHIP = f"{ADO}groupMembership:GroupMembership"
APPROVAL = f"{ADO}checkApproval:CheckApproval"
BRANCHES = f"{ADO}checkBranchControl:CheckBranchControl"
LOCK = f"{ADO}checkExclusiveLock:CheckExclusiveLock"
PIPELINE = f"{ADO}pipelineAuthorization:PipelineAuthorization"
ROLE = f"{ADO}securityroleAssignment:SecurityroleAssignment"
APPLICATION = "azuread:index/application:Application"
IDENTITY = "azure-native:managedidentity:UserAssignedIdentity"
TRUST = "azure-native:managedidentity:FederatedIdentityCredential"
ASSIGNMENT = "azure-native:authorization:RoleAssignment"
WORKLOAD = "patless:index:Workload"
CONNECTION = "patless:index:AzureServiceConnection"
MEMBERS = "patless:index:Members"


def urn(type_, name):
    return f"urn:pulumi:contoso::patless::{type_}::{name}"


def entry(type_, name, inputs=None, *, parent=None, **more):
    """A resource in the shape of a stack's export."""
    return {
        "urn": urn(type_, name),
        "type": type_,
        "custom": not type_.startswith("patless:"),
        "inputs": inputs or {},
        "parent": parent["urn"] if parent else "",
        **more,
    }


def from_(*sources):
    """The `propertyDependencies` of one property."""
    return [source["urn"] for source in sources]


def role(principal, parent, name=None, definition=CONTRIBUTOR, scope=None):
    where = scope or f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg-support"
    name = name or f"bot-role-{role_key(where, definition)}-assignment"
    definition = (
        f"/subscriptions/{SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/{definition}"
    )
    return entry(
        ASSIGNMENT,
        name,
        {"scope": where, "roleDefinitionId": definition, "principalId": UNKNOWN},
        parent=parent,
        propertyDependencies={"principalId": from_(principal)},
    )


def bot():
    """The workload `bot`: identity, access level, group, connection with role, pipeline and checks."""
    called = {
        "groups": {"g-contributors": "[Support]\\Contributors"},
        "projects": {"azure-support": "Support"},
        "pipelines": {"7": "\\deploy\\support"},
    }
    workload = entry(WORKLOAD, "bot", {"purpose": "Labels.", "called": called})
    identity = entry(IDENTITY, "bot-identity-user-assigned", {"resourceName": "id-bot"}, parent=workload)
    seat = entry(
        SEAT,
        "bot-entitlement-member",
        {"accountLicenseType": "express", "originId": UNKNOWN, "origin": "aad"},
        parent=workload,
        propertyDependencies={"originId": from_(identity)},
        protect=True,
    )
    membership = entry(
        MEMBERSHIP,
        "bot-in-g-contributors-membership",
        {"group": "vssgp.abc", "members": [UNKNOWN], "mode": "add"},
        parent=workload,
        propertyDependencies={"members": from_(seat)},
    )
    return [workload, identity, seat, membership, *connection(workload, identity)]


def connection(workload, identity, name="azure-support"):
    endpoint = entry(
        RM,
        f"bot-connection-{name}-endpoint",
        {
            "serviceEndpointName": name,
            "projectId": "p1",
            "serviceEndpointAuthenticationScheme": "WorkloadIdentityFederation",
            "credentials": {"serviceprincipalid": UNKNOWN},
        },
        parent=workload,
        propertyDependencies={"credentials": from_(identity)},
        protect=True,
    )
    trust = entry(
        TRUST,
        f"bot-connection-{name}-trust-credential",
        {"issuer": UNKNOWN, "subject": UNKNOWN, "resourceName": "id-bot"},
        parent=workload,
        propertyDependencies={
            "issuer": from_(endpoint),
            "subject": from_(endpoint),
            "resourceName": from_(identity),
        },
    )
    guards = [guard(kind, workload, name, endpoint, inputs) for kind, inputs in GUARDS.items()]
    pipeline = entry(
        PIPELINE,
        f"bot-connection-{name}-use-for-7",
        {"projectId": "p1", "resourceId": UNKNOWN, "type": "endpoint", "pipelineId": 7},
        parent=workload,
        propertyDependencies={"resourceId": from_(endpoint)},
    )
    return [endpoint, trust, role(identity, workload), *guards, pipeline]


GUARDS = {
    APPROVAL: {"approvers": ["g1"], "minimumRequiredApprovers": 1, "requesterCanApprove": False},
    BRANCHES: {"allowedBranches": "refs/heads/main", "verifyBranchProtection": True},
    LOCK: {},
}
CHILDREN = {APPROVAL: "approval", BRANCHES: "branches", LOCK: "lock"}


def guard(kind, workload, connection, endpoint, inputs):
    return entry(
        kind,
        f"bot-connection-{connection}-use-{CHILDREN[kind]}",
        {"targetResourceId": UNKNOWN, "targetResourceType": "endpoint", **inputs},
        parent=workload,
        propertyDependencies={"targetResourceId": from_(endpoint)},
    )


def named(entries, part):
    """The one resource whose type or name holds a text."""
    (found,) = [one for one in entries if part in one["urn"]]
    return found


def without(entries, *parts):
    return [one for one in entries if not any(part in one["urn"] for part in parts)]


def change(before, after, **more):
    """A change from some resources to others."""
    old, new = ({one["urn"]: one for one in entries} for entries in (before, after))
    urns = dict.fromkeys([*old, *new])
    return Subject("plan", [Change(old.get(one), new.get(one)) for one in urns], **more)


def as_saved(example, resources):
    """Resources of an example of a rule, as the engine tells them in a preview."""
    return [
        {
            "urn": one.urn,
            "type": one.type,
            "custom": True,
            "inputs": references_as_unknown(resources[one.name].get("properties", {})),
            "protect": one.protect,
            "propertyDependencies": {key: list(urns) for key, urns in one.property_dependencies.items()},
        }
        for one in replace(example, resources=resources).declared()
    ]


def references_as_unknown(value):
    match value:
        case str() if REFERENCE.search(value):
            return UNKNOWN
        case dict():
            return {key: references_as_unknown(one) for key, one in value.items()}
        case list():
            return [references_as_unknown(one) for one in value]
    return value


def state(entries):
    """What `pulumi stack export` writes."""
    return json.dumps({"version": 3, "deployment": {"manifest": {}, "resources": entries}})


def digest(before, after):
    """What `pulumi preview --json --show-sames` writes."""
    steps = [
        {
            "op": _operation(one),
            "urn": one.urn,
            "oldState": one.before,
            "newState": one.after,
        }
        for one in change(before, after).changes
    ]
    return json.dumps({"config": {}, "steps": steps, "changeSummary": {"any": len(steps)}})


def _operation(one):
    if one.before is None:
        return "create"
    if one.after is None:
        return "delete"
    return "same" if one.before == one.after else "update"


def events(before, after, *more):
    """What `--event-log` writes, without dependencies, as the engine does."""
    steps = [
        {
            "resourcePreEvent": {
                "metadata": {
                    "op": _operation(one),
                    "urn": one.urn,
                    "old": _untraced(one.before),
                    "new": _untraced(one.after),
                }
            }
        }
        for one in change(before, after).changes
    ]
    found = [{"preludeEvent": {"config": {}}}, *steps, *more]
    return "".join(json.dumps({"sequence": number} | event) + "\n" for number, event in enumerate(found))


def _untraced(entry_):
    return entry_ and {key: value for key, value in entry_.items() if key != "propertyDependencies"}


PACK_LOADED = [
    {"policyRemediateSummaryEvent": {"resourceUrn": "urn", "policyPackName": "patless"}},
    {"policyAnalyzeStackSummaryEvent": {"policyPackName": "patless"}},
    {"summaryEvent": {"PolicyPacks": {"patless|local|/x": "0.1.0"}, "result": "succeeded"}},
]
"""What the log says of a pack that has every rule disabled."""
