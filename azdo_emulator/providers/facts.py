"""What is known of the official plug-ins' types: inputs, outputs, defaults; the JSON in schema/."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SCHEMA = Path(__file__).parents[1] / "data/schema"


@dataclass(frozen=True)
class Property:
    """An input or an output.

    type: string, boolean, integer, [T] for a list, {T} for a map, or the name of one of the package's types.
    filled: plug-in or service give a value where the program gives none, so that none is no change.
    alike: how two values can be the same though they differ: case, set, location, licence.
    """

    type: str
    required: bool = False
    replace: bool = False
    secret: bool = False
    filled: bool = False
    default: str | bool | int | None = None
    env: Sequence[str] = ()
    allowed: Sequence[str] = ()
    alike: str = ""


Properties = Mapping[str, Property]


@dataclass(frozen=True)
class ResourceFacts:
    """A resource type.

    auto_name: the input that gets a name of its own where the program gives none. auto_guid: a GUID.
    """

    inputs: Properties
    outputs: Properties
    auto_name: str = ""
    auto_guid: bool = False


@dataclass(frozen=True)
class FunctionFacts:
    """A look-up."""

    inputs: Properties
    outputs: Properties


@dataclass(frozen=True)
class Package:
    """All that is known of one plug-in."""

    name: str
    version: str
    config: Properties
    types: Mapping[str, Properties]
    resources: Mapping[str, ResourceFacts]
    functions: Mapping[str, FunctionFacts]


def load(name: str) -> Package:
    """The facts of one plug-in."""
    raw = json.loads((SCHEMA / f"{name}.json").read_text(encoding="utf-8"))
    return Package(
        name=raw["name"],
        version=raw["version"],
        config=_properties(raw["config"]),
        types={token: _properties(type_) for token, type_ in raw["types"].items()},
        resources={
            token: ResourceFacts(
                inputs=_properties(resource["inputs"]),
                outputs=_properties(resource["outputs"]),
                auto_name=resource.get("autoName", ""),
                auto_guid=resource.get("autoGuid", False),
            )
            for token, resource in raw["resources"].items()
        },
        functions={
            token: FunctionFacts(_properties(function["inputs"]), _properties(function["outputs"]))
            for token, function in raw["functions"].items()
        },
    )


def _properties(raw: Mapping[str, Mapping[str, Any]]) -> Properties:
    return {name: Property(**fields) for name, fields in raw.items()}
