"""The credential table: complete for the installed provider, and true to its inputs."""

import ast
import functools
import importlib.util
import re
from pathlib import Path

import pytest
from guardrails.credentials import CONNECTIONS, PROVIDERS, credentials

SDK = Path(importlib.util.find_spec("pulumi_azuredevops").origin).parent
PERMISSIONS = "azuredevops:index/serviceendpointPermissions:ServiceendpointPermissions"


def connection_files():
    """The SDK's file for each service connection type, by type token."""
    for path in sorted(SDK.glob("*.py")):
        for token in set(re.findall(r"'(azuredevops:[^']+)'", path.read_text())):
            if (
                re.search("service_?endpoint", token, re.IGNORECASE)
                and ":get" not in token
                and "/get" not in token
            ):
                yield token, path


FILES = {token: path for token, path in connection_files() if token != PERMISSIONS}
ROWS = {name.lower(): row for name, row in CONNECTIONS.items()}


def kind(token):
    return token.rpartition(":")[2].lower().removeprefix("serviceendpoint")


@functools.cache
def inputs(path):
    """The names that a resource's class takes, in snake_case."""
    arguments = (
        node
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.ClassDef) and node.name.endswith("Args")
    )
    (constructor,) = (
        node for node in next(arguments).body if isinstance(node, ast.FunctionDef) and node.name == "__init__"
    )
    return {argument.arg for argument in constructor.args.kwonlyargs}


def snake(name):
    return re.sub("([A-Z])", r"_\1", name).lower()


def named(token):
    """The inputs that the type's row is about, in snake_case."""
    return {snake(credential.input.split(".")[0]) for credential in ROWS[kind(token)]}


def test_the_walk_finds_the_sdks_connection_types():
    assert len(FILES) == 42


def test_every_connection_type_of_the_sdk_is_classified():
    assert [token for token in FILES if credentials(token) is None] == []


def test_no_row_is_about_a_type_that_the_sdk_does_not_have():
    assert set(ROWS) == {kind(token) for token in FILES}


def test_every_input_of_a_row_is_an_input_of_the_type():
    assert {
        token: named(token) - inputs(path) for token, path in FILES.items() if named(token) - inputs(path)
    } == {}


def test_every_input_that_is_called_a_personal_access_token_has_a_row():
    called = {token: {name for name in inputs(path) if "personal" in name} for token, path in FILES.items()}

    assert {token: names - named(token) for token, names in called.items() if names - named(token)} == {}


@pytest.mark.parametrize("type_", PROVIDERS)
def test_every_input_of_a_provider_row_is_an_input_of_the_provider(type_):
    assert {snake(credential.input) for credential in PROVIDERS[type_]} <= inputs(SDK / "provider.py")


def test_both_spellings_of_a_type_are_the_same_type():
    old = "azuredevops:index/serviceEndpointNpm:ServiceEndpointNpm"
    new = "azuredevops:index/serviceendpointNpm:ServiceendpointNpm"

    assert credentials(old) is credentials(new) is CONNECTIONS["Npm"]


@pytest.mark.parametrize(
    "token",
    [
        "azuredevops:index/serviceEndpointBrandNew:ServiceEndpointBrandNew",
        "azuredevops:index/serviceEndpointSnyk:ServiceEndpointNpm",
        "azuredevops:index:ServiceEndpointNpm",
        "other:index/serviceEndpointNpm:ServiceEndpointNpm",
        PERMISSIONS,
    ],
)
def test_a_type_that_is_not_in_the_table_has_no_row(token):
    assert credentials(token) is None
