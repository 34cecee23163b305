"""The JSON Schema of the manifests, and what it says about a key."""

import re
from functools import cache
from typing import Any

from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import core_schema

from stacks.manifest.document import Document
from stacks.manifest.organization import Organization
from stacks.manifest.problem import KeyPath, dotted
from stacks.manifest.scalar import scalar
from stacks.manifest.workload import Workload

Fragment = dict[str, Any]


class _Schema(GenerateJsonSchema):
    """JSON Schema without `null`, which no key takes, and without titles that repeat the keys."""

    def nullable_schema(self, schema: core_schema.NullableSchema) -> Fragment:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> Fragment:
        fragment = super().default_schema(schema)
        return {key: value for key, value in fragment.items() if (key, value) != ("default", None)}

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


def schema() -> dict[str, Fragment]:
    """The JSON Schema of each kind of file, by kind."""
    draft = "https://json-schema.org/draft/2020-12/schema"
    models: dict[str, type[Document]] = {"organization": Organization, "workload": Workload}
    return {kind: {"$schema": draft, **_schema(model)} for kind, model in models.items()}


@cache
def _schema(model: type[Document]) -> Fragment:
    return model.model_json_schema(schema_generator=_Schema)


@cache
def _inlined(model: type[Document]) -> Fragment:
    """The schema with every reference replaced by what it refers to; no model contains itself."""
    definitions = _schema(model).get("$defs", {})

    def inlined(fragment: Any) -> Any:
        if isinstance(fragment, list):
            return [inlined(inner) for inner in fragment]
        if not isinstance(fragment, dict):
            return fragment
        referred = definitions.get(fragment.get("$ref", "").rpartition("/")[2], {})
        return {
            key: inlined(inner)
            for key, inner in (referred | fragment).items()
            if key not in ("$ref", "$defs")
        }

    whole: Fragment = inlined(_schema(model))
    return whole


def _below(fragment: Fragment) -> dict[str, Fragment]:
    """What a fragment allows below it, by key; `*` stands for any item or key of one's own."""
    below: dict[str, Fragment] = dict(fragment.get("properties", {}))
    for anything in (fragment.get("items"), *fragment.get("patternProperties", {}).values()):
        if anything is not None:
            below["*"] = anything
    return below


def at(model: type[Document], path: KeyPath) -> Fragment:
    """What the schema says about a key; nothing for a key that it does not know."""
    fragment = _inlined(model)
    for step in path:
        below = _below(fragment)
        fragment = below.get(str(step), below.get("*", {}))
    return fragment


def homes(model: type[Document], key: str) -> list[str]:
    """The places, as people write them, below which a key of this name is known."""
    found: list[str] = []
    ahead: list[tuple[KeyPath, Fragment]] = [((), _inlined(model))]
    while ahead:
        path, fragment = ahead.pop()
        if path and key in fragment.get("properties", ()):
            found.append(dotted(path))
        ahead += [((*path, step), inner) for step, inner in _below(fragment).items()]
    return sorted(found)


def choices(fragment: Fragment) -> list[str]:
    """The words that a key can have, when it has one of a few."""
    return [str(word) for word in fragment.get("enum", [fragment["const"]] if "const" in fragment else [])]


def expected(fragment: Fragment) -> str:
    """What belongs in a key, in words."""
    words = [f"`{word}`" for word in choices(fragment)]
    if words:
        return " or ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
    if "patternErrorMessage" in fragment:
        return str(fragment["patternErrorMessage"])
    if "items" in fragment:
        return f"a list, each item {expected(fragment['items'])}"
    if "properties" in fragment:
        return f"the keys {', '.join(fragment['properties'])}"
    if "propertyNames" in fragment:
        return f"keys of your own, each {expected(fragment['propertyNames'])}"
    return {"boolean": "true or false", "integer": "a whole number"}.get(str(fragment.get("type")), "text")


def example(fragment: Fragment) -> str:
    """A value that fits, as it would be written; empty when the schema gives none."""
    if "items" in fragment:
        return f"[{example(fragment['items'])}]"
    if "properties" in fragment or "propertyNames" in fragment:
        named = fragment.get("properties") or {
            example(fragment["propertyNames"]): next(iter(fragment["patternProperties"].values()))
        }
        written = {key: example(inner) for key, inner in named.items()}
        return "{" + ", ".join(f"{key}: {value}" for key, value in written.items() if value) + "}"
    examples = fragment.get("examples") or choices(fragment)
    return _quoted(str(examples[0])) if examples else ""


def _quoted(text: str) -> str:
    """The text as YAML, in quotes only where they are needed."""
    plain = re.fullmatch(r"[\w .-]+", text) and isinstance(scalar(text), str)
    return text if plain else f'"{text}"'
