"""Logical names are a contract: `docs/reference/names.md` is the snapshot."""

import re
from pathlib import Path

import pytest

from components import AccessLevel, Entitlement, GroupMembership, ManagedIdentity, Workload

IDENTITY = {"identity_name": "id-n", "resource_group": "rg", "location": "westeurope"}
MAKERS = {
    "Workload": lambda: Workload(
        "{name}",
        {
            "purpose": "p",
            "owners": ["o"],
            "managed_identity": IDENTITY,
            "access_level": AccessLevel.BASIC,
            "member_of": {"{label}": "vssgp.g"},
        },
    ),
    "ManagedIdentity": lambda: ManagedIdentity("{name}", IDENTITY),
    "Entitlement": lambda: Entitlement("{name}", {"principal_id": "p", "access_level": AccessLevel.BASIC}),
    "GroupMembership": lambda: GroupMembership("{name}", {"group": "vssgp.g", "member": "aadsp.m"}),
}
PAGE = Path(__file__).parents[2] / "docs/reference/names.md"


def promised(component):
    rows = re.findall(rf"^\| {component} \| `(.+?)` \| `(.+?)` \| (.+?) \|", PAGE.read_text(), re.MULTILINE)
    return {(name, type, parent.strip("`")) for name, type, parent in rows}


@pytest.mark.parametrize("component", MAKERS)
def test_a_component_registers_exactly_the_names_that_the_page_promises(deploy, component):
    made = {
        (found.name, found.type, "the stack" if found.parent == "patless-test" else found.parent)
        for found in deploy(MAKERS[component])
    }

    # What a nested component makes stands in that component's own rows.
    outermost = {row for row in made if row[2] in ("the stack", "{name}")}
    assert outermost == promised(component)


def test_the_page_names_every_component():
    named = set(re.findall(r"^\| ([A-Z]\w+) \| `", PAGE.read_text(), re.MULTILINE))

    assert named == set(MAKERS)
