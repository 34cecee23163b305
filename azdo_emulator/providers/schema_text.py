"""The package schema that the engine can ask a plug-in for, with as much as the emulated plug-in knows."""

import json

from azdo_emulator.providers.facts import Package, Properties, Property


def schema_text(package: Package) -> str:
    """The schema as JSON."""
    return json.dumps(
        {
            "name": package.name,
            "version": package.version,
            "description": "Emulated, on the sandbox, for the types that Patless uses.",
            "config": {"variables": _specs(package, package.config)},
            "provider": {"inputProperties": _specs(package, package.config)},
            "types": {
                _type_token(package, name): {"type": "object", "properties": _specs(package, properties)}
                for name, properties in package.types.items()
            },
            "resources": {
                token: {
                    "inputProperties": _specs(package, facts.inputs),
                    "requiredInputs": _required(facts.inputs),
                    "properties": _specs(package, facts.outputs),
                }
                for token, facts in package.resources.items()
            },
            "functions": {
                token: {
                    "inputs": {
                        "type": "object",
                        "properties": _specs(package, facts.inputs),
                        "required": _required(facts.inputs),
                    },
                    "outputs": {"type": "object", "properties": _specs(package, facts.outputs)},
                }
                for token, facts in package.functions.items()
            },
        }
    )


def _specs(package: Package, properties: Properties) -> dict[str, dict[str, object]]:
    return {name: _spec(package, fact) for name, fact in properties.items()}


def _spec(package: Package, fact: Property) -> dict[str, object]:
    spec = _type(package, fact.type)
    if fact.secret:
        spec["secret"] = True
    if fact.replace:
        spec["willReplaceOnChanges"] = True
    return spec


def _type(package: Package, kind: str) -> dict[str, object]:
    if kind.startswith("["):
        return {"type": "array", "items": _type(package, kind[1:-1])}
    if kind.startswith("{"):
        return {"type": "object", "additionalProperties": _type(package, kind[1:-1])}
    if kind in package.types:
        return {"$ref": f"#/types/{_type_token(package, kind)}"}
    return {"type": kind}


def _type_token(package: Package, name: str) -> str:
    return f"{package.name}:index/{name}:{name}"


def _required(properties: Properties) -> list[str]:
    return [name for name, fact in properties.items() if fact.required and not (fact.filled or fact.env)]
