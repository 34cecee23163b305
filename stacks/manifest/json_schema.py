"""The JSON Schema of the manifests, and what it says about a key."""

import re
from functools import cache
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import core_schema

from stacks.manifest.document import Document
from stacks.manifest.members import Members
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

    def encode_default(self, dft: Any) -> Any:
        if isinstance(dft, BaseModel):
            return dft.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        return super().encode_default(dft)

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


def schema() -> dict[str, Fragment]:
    """The JSON Schema of each kind of file, by kind."""
    draft = "https://json-schema.org/draft/2020-12/schema"
    models: dict[str, type[Document]] = {
        "organization": Organization,
        "members": Members,
        "workload": Workload,
    }
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
    for branch in fragment.get("anyOf", ()):
        below |= _below(branch)
    return below


def keys(fragment: Fragment) -> list[str]:
    """The keys that a fragment knows by name."""
    return [key for key in _below(fragment) if key != "*"]


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
    own = fragment.get("enum", [fragment["const"]] if "const" in fragment else [])
    branches = (choices(branch) for branch in fragment.get("anyOf", ()))
    return [str(word) for words in (own, *branches) for word in words]


def expected(fragment: Fragment) -> str:
    """What belongs in a key, in words."""
    for written in ("errorMessage", "patternErrorMessage"):
        if written in fragment:
            return str(fragment[written])
    words = [f"`{word}`" for word in choices(fragment)]
    if words:
        return " or ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
    if "items" in fragment:
        return f"a list, each item {expected(fragment['items'])}"
    if "properties" in fragment:
        return f"the keys {', '.join(fragment['properties'])}"
    if "propertyNames" in fragment:
        return f"keys of your own, each {expected(fragment['propertyNames'])}"
    return "true or false" if fragment.get("type") == "boolean" else "text"


def example(fragment: Fragment) -> str:
    """A value that fits, as it would be written; empty when the schema gives none."""
    if "items" in fragment:
        return f"[{example(fragment['items'])}]"
    if "properties" in fragment or "propertyNames" in fragment:
        named = _sample(fragment) or {
            example(fragment["propertyNames"]): next(iter(fragment["patternProperties"].values()))
        }
        written = {key: example(inner) for key, inner in named.items()}
        return "{" + ", ".join(f"{key}: {value}" for key, value in written.items() if value) + "}"
    examples = fragment.get("examples") or choices(fragment)
    if not examples:
        return ""
    return _quoted(examples[0]) if isinstance(examples[0], str) else str(examples[0])


def _sample(fragment: Fragment) -> dict[str, Fragment]:
    """The properties that an example shows: neither what has a default, nor a second of several choices."""
    properties = fragment.get("properties", {})
    others = {key for choice in fragment.get("oneOf", ())[1:] for key in choice["required"]}
    shown = {key: inner for key, inner in properties.items() if "default" not in inner and key not in others}
    return shown or properties


def _quoted(text: str) -> str:
    """The text as YAML, in quotes only where they are needed."""
    if re.fullmatch(r"\w[\w ./@-]*", text) and isinstance(scalar(text), str):
        return text
    # Between double quotes a backslash would begin an escape.
    return f"'{text}'" if "\\" in text else f'"{text}"'
