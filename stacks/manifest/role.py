"""A role in Azure."""

import re
from typing import Annotated

from pydantic import AfterValidator, WithJsonSchema

from stacks.manifest.built_in_roles import BUILT_IN
from stacks.manifest.guid import Braceless
from stacks.manifest.nearest import nearest
from stacks.manifest.refusal import refusal

GUID = "^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$"
EXPECTED = "the name of a common built-in role, such as Reader, or the GUID of any role"


def _known(value: str) -> str:
    if value in BUILT_IN:
        return value
    if re.fullmatch(GUID, value):
        return value.lower()
    raise refusal(
        "not a role that Patless knows by name",
        expected=EXPECTED,
        todo='write its GUID: `az role definition list --name "…" --query [].name`',
        nearest=nearest(value, BUILT_IN),
    )


Role = Annotated[
    str,
    AfterValidator(_known),
    Braceless,
    WithJsonSchema(
        {
            "type": "string",
            # Editors complete the names.
            "anyOf": [
                {"enum": list(BUILT_IN)},
                {"pattern": GUID, "patternErrorMessage": EXPECTED, "examples": [BUILT_IN["Reader"]]},
            ],
            "errorMessage": EXPECTED,
            "examples": ["Reader"],
        }
    ),
]


def role_name(role: str) -> str:
    """The name of a role that Patless knows, also where it is written by GUID; any other's GUID."""
    return next((name for name, guid in BUILT_IN.items() if guid == role), role)


def role_id(role: str) -> str:
    """The GUID of a role's definition, which is the same in every subscription for a built-in role."""
    return BUILT_IN.get(role, role)
