"""Logical names are a contract: `docs/reference/names.md` is the snapshot."""

import re
from pathlib import Path

import pytest

from components import (
    AccessLevel,
    AgentPoolRole,
    AppRegistration,
    AzureRole,
    AzureServiceConnection,
    ConnectionUse,
    Entitlement,
    FederatedTrust,
    GroupMembership,
    ManagedIdentity,
    Members,
    PoolRole,
    Workload,
)
from components.azure_role import role_key
from components.federated_trust import trust_key

MANAGED = {"identity_name": "id-n", "resource_group": "rg", "location": "westeurope"}
APPLICATION = {"display_name": "n", "owners": ["deployer"]}
TRUST = {"issuer": "https://issuer", "subject": "s"}
ROLE = {"role": "r", "scope": "/subscriptions/s/resourceGroups/rg"}
TARGET = {"role": "r", "subscription": "s", "subscription_name": "S", "resource_group": "rg"}
IDS = {"client_id": "c", "principal_id": "p", "tenant_id": "t"}
IDENTITY = {**IDS, "application_id": "/applications/a"}
MANAGED_IDENTITY = {**IDS, "managed_identity": "id-n", "resource_group": "rg"}
CONNECTION = {"project_id": "p", "connection_name": "c", "identity": IDENTITY, "target": TARGET}
BASIC = AccessLevel.BASIC
WORKLOAD = {
    "purpose": "p",
    "owners": ["o"],
    "access_level": BASIC,
    "trusts": {"{key}": TRUST},
    "member_of": {"{key}": "vssgp.g"},
    "agent_pools": {"{key}": {"pool_id": "9", "role": PoolRole.ADMINISTRATOR}},
    "roles": [ROLE],
}
CHECKS = {
    "approvers": ["g"],
    "branches": ["refs/heads/main"],
    "exclusive_lock": True,
    "business_hours": {"time_zone": "UTC", "start": "08:00", "end": "18:00", "days": ["monday"]},
    "required_templates": [
        {"repository_type": "azuregit", "repository": "p/r", "ref": "refs/heads/main", "path": "t.yml"}
    ],
}
GUARDED = {"pipelines": {"{key}": 1}, "checks": CHECKS}
USE = {"project_id": "p", "connection_id": "c", **GUARDED}
PLAIN = {"project_id": "p", "target": {key: TARGET[key] for key in TARGET if key != "role"}}
REGISTRY = {**PLAIN, "target": {**PLAIN["target"], "registry": "i"}}
MEMBER = {"access_level": BASIC, "member_of": {"{key}": "vssgp.g"}}
WITH_CONNECTION = {**WORKLOAD, "connections": {"{key}": {**PLAIN, **GUARDED}}}
WITH_REGISTRY = {**WORKLOAD, "connections": {"{key}": REGISTRY}}
TRUST_KEY = trust_key(TRUST["issuer"], TRUST["subject"])
ROLE_KEY = role_key(ROLE["scope"], ROLE["role"])
# Every way to use a component that makes other children than the ways before it.
WAYS = {
    "Workload": [
        lambda: Workload("{name}", {**WORKLOAD, "managed_identity": MANAGED}),
        lambda: Workload("{name}", {**WORKLOAD, "application": APPLICATION}),
        lambda: Workload("{name}", {**WITH_CONNECTION, "managed_identity": MANAGED}),
        lambda: Workload("{name}", {**WITH_REGISTRY, "application": APPLICATION}),
    ],
    "ManagedIdentity": [lambda: ManagedIdentity("{name}", MANAGED)],
    "AppRegistration": [lambda: AppRegistration("{name}", APPLICATION)],
    "FederatedTrust": [
        lambda: FederatedTrust("{name}", {**TRUST, "trust_name": "t", "application_id": "/applications/a"}),
        lambda: FederatedTrust(
            "{name}", {**TRUST, "trust_name": "t", "managed_identity": "id-n", "resource_group": "rg"}
        ),
    ],
    "Entitlement": [
        lambda: Entitlement("{name}", {"principal_id": "p", "access_level": BASIC}),
        lambda: Entitlement("{name}", {"person": "a@b.c", "access_level": BASIC}),
        lambda: Entitlement("{name}", {"entra_group": "g", "access_level": BASIC}),
    ],
    "GroupMembership": [lambda: GroupMembership("{name}", {"group": "vssgp.g", "member": "aadsp.m"})],
    "Members": [lambda: Members("{name}", {"entra_groups": {"{id}": MEMBER}, "people": {"{user}": MEMBER}})],
    "AgentPoolRole": [
        lambda: AgentPoolRole(
            "{name}", {"pool_id": "9", "storage_key": "k", "role": PoolRole.SERVICE_ACCOUNT}
        )
    ],
    "AzureRole": [lambda: AzureRole("{name}", {**ROLE, "principal_id": "p"})],
    "AzureServiceConnection": [
        lambda: AzureServiceConnection("{name}", CONNECTION | GUARDED),
        lambda: AzureServiceConnection("{name}", {**CONNECTION, "identity": MANAGED_IDENTITY}),
        lambda: AzureServiceConnection("{name}", {**CONNECTION, "target": {**TARGET, "registry": "i"}}),
    ],
    "ConnectionUse": [lambda: ConnectionUse("{name}", USE)],
}
PAGE = Path(__file__).parents[2] / "docs/reference/names.md"


def promised(component):
    rows = re.findall(rf"^\| {component} \| `(.+?)` \| `(.+?)` \| (.+?) \|", PAGE.read_text(), re.MULTILINE)
    return {(name, type, parent.strip("`")) for name, type, parent in rows}


@pytest.mark.parametrize("component", WAYS)
def test_a_component_registers_exactly_the_names_that_the_page_promises(deploy, component):
    made = {
        (
            found.name.replace(TRUST_KEY, "{trust}").replace(ROLE_KEY, "{role}"),
            found.type,
            "the stack" if found.parent == "patless-test" else found.parent,
        )
        for way in WAYS[component]
        for found in deploy(way)
    }

    assert made == promised(component)


def test_the_page_names_every_component():
    named = set(re.findall(r"^\| ([A-Z]\w+) \| `", PAGE.read_text(), re.MULTILINE))

    assert named == set(WAYS)
