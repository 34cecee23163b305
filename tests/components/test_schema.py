"""The components are a package that any Pulumi language can use."""

import ast
from pathlib import Path

from pulumi import ComponentResource
from pulumi.provider.experimental.analyzer import Analyzer

import components

EXPORTS = [getattr(components, name) for name in components.__all__]
NOUNS = [thing for thing in EXPORTS if issubclass(thing, ComponentResource)]


def test_the_analyzer_reads_every_component():
    found = Analyzer("patless").analyze(NOUNS)

    assert sorted(found["component_definitions"]) == sorted(noun.__name__ for noun in NOUNS)


def test_every_component_argument_and_output_is_documented():
    found = Analyzer("patless").analyze(NOUNS)

    undocumented = [
        f"{definition.name}.{name}"
        for definition in found["component_definitions"].values()
        for name, property in [*definition.inputs.items(), *definition.outputs.items()]
        if not property.description
    ]
    assert undocumented == []


def test_every_constructor_ends_by_registering_its_outputs():
    for path in Path(components.__file__).parent.glob("[a-z]*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef) and node.name == "__init__":
                last = ast.unparse(node.body[-1])
                assert last.startswith("self.register_outputs("), f"{path.name}: {last}"
