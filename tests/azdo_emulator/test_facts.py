"""The facts in schema/ agree with the installed SDKs, input by input and output by output."""

import importlib
import inspect
import re
import sys
import typing
from collections import abc

import pulumi_azure_native
import pulumi_azuread
import pulumi_azuredevops
import pytest
from pulumi import _types
from pulumi_azure_native import authorization, containerregistry, managedidentity, management, resources

from azdo_emulator.providers import azure_native, azuread, azuredevops
from azdo_emulator.providers.facts import load

PROVIDERS = {each.PROVIDER.name: each.PROVIDER for each in (azuread, azuredevops, azure_native)}
PACKAGES = {name: load(name) for name in PROVIDERS}
MODULES = {
    "azuread": [pulumi_azuread],
    "azuredevops": [pulumi_azuredevops],
    "azure-native": [authorization, containerregistry, managedidentity, management, resources],
}
SDKS = {"azuread": pulumi_azuread, "azuredevops": pulumi_azuredevops, "azure-native": pulumi_azure_native}

# The plug-in adds this to the inputs by itself; no program can give it.
ADDED = {"azureApiVersion"}

TOKENS = [(name, token) for name, package in PACKAGES.items() for token in package.resources]
FUNCTIONS = [(name, token) for name, package in PACKAGES.items() for token in package.functions]
TYPES = [(name, type_) for name, package in PACKAGES.items() for type_ in package.types]


def sdk_class(name, token):
    for module in MODULES[name]:
        for found in vars(module).values():
            if inspect.isclass(found) and getattr(found, "pulumi_type", None) == token:
                return found
    raise AssertionError(f"the SDK has no {token}")


def sibling(found, *names):
    module = sys.modules[found.__module__]
    return next(getattr(module, name) for name in names if hasattr(module, name))


def args_of(found):
    """The inputs of a resource class; another name where a nested type has that one."""
    return sibling(found, f"{found.__name__}Args", f"{found.__name__}InitArgs")


def spelled(type_):
    """A type of the SDK as the facts spell it."""
    scalar = {str: "string", bool: "boolean", int: "integer", float: "number"}
    if type_ in scalar:
        return scalar[type_]
    origin, arguments = typing.get_origin(type_), typing.get_args(type_)
    if origin is abc.Sequence:
        return f"[{spelled(arguments[0])}]"
    if origin is abc.Mapping:
        return f"{{{spelled(arguments[1])}}}"
    if arguments:
        return spelled(arguments[0])
    return type_.__name__.removesuffix("Args")


def types_of(properties):
    return {name: fact.type for name, fact in properties.items()}


def inputs_of(args):
    return {name: spelled(type_) for name, type_ in _types.input_type_types(args).items()}


def required_of(args):
    names = _types.input_type_py_to_pulumi_names(args)
    parameters = inspect.signature(args.__init__).parameters.values()
    return {
        names[each.name]
        for each in parameters
        if each.name in names and each.default is inspect.Parameter.empty
    }


def required(properties):
    """Those that a program cannot leave out."""
    return {name for name, fact in properties.items() if fact.required and not (fact.filled or fact.env)}


@pytest.mark.parametrize("name", PROVIDERS)
def test_every_declaration_has_its_facts_and_every_fact_its_declaration(name):
    provider, package = PROVIDERS[name], PACKAGES[name]

    assert {resource.token for resource in provider.resources} == set(package.resources)
    assert {function.token for function in provider.functions} == set(package.functions)


@pytest.mark.parametrize(("name", "token"), TOKENS)
def test_inputs_are_those_of_the_sdk(name, token):
    found = sdk_class(name, token)
    facts = PACKAGES[name].resources[token].inputs
    args = args_of(found)

    assert types_of({each: fact for each, fact in facts.items() if each not in ADDED}) == inputs_of(args)
    assert required(facts) == required_of(args)


@pytest.mark.parametrize(("name", "token"), TOKENS)
def test_outputs_are_those_of_the_sdk(name, token):
    found = {each: spelled(type_) for each, type_ in _types.resource_types(sdk_class(name, token)).items()}

    assert types_of(PACKAGES[name].resources[token].outputs) == found


@pytest.mark.parametrize(("name", "token"), TOKENS)
def test_secret_outputs_are_those_of_the_sdk(name, token):
    source = inspect.getsource(sdk_class(name, token))
    marked = re.findall(r"additional_secret_outputs=\[(.*?)\]", source)
    facts = PACKAGES[name].resources[token].outputs

    assert {each for each, fact in facts.items() if fact.secret} == set(re.findall(r"\w+", "".join(marked)))


@pytest.mark.parametrize(("name", "token"), TOKENS)
def test_what_replaces_has_to_be_an_input_that_the_sdk_speaks_of(name, token):
    package = PACKAGES[name]

    assert any(fact.replace for fact in package.resources[token].inputs.values())
    assert not any(fact.replace for fact in package.resources[token].outputs.values())


@pytest.mark.parametrize(("name", "token"), FUNCTIONS)
def test_look_ups_are_those_of_the_sdk(name, token):
    short = token.split(":")[-1]
    # Two capitals stand for one word.
    call = re.sub(r"(?<![A-Z])([A-Z])", r"_\1", short).lower()
    module = next(module for module in MODULES[name] if hasattr(module, call))
    facts = PACKAGES[name].functions[token]
    result = sibling(getattr(module, call), f"{short[0].upper()}{short[1:]}Result")
    given = [each for each in inspect.signature(getattr(module, call)).parameters if each != "opts"]

    assert sorted(facts.inputs) == sorted(re.sub(r"_(\w)", lambda m: m[1].upper(), each) for each in given)
    outputs = _types.output_type_types(result)
    assert types_of(facts.outputs) == {each: spelled(type_) for each, type_ in outputs.items()}


@pytest.mark.parametrize(("name", "type_"), TYPES)
def test_types_are_those_of_the_sdk(name, type_):
    facts = PACKAGES[name].types[type_]
    # azure-native's facts have no input that is a map with names of its own.
    inputs = [sys.modules[f"{SDKS[name].__name__}._inputs"]] if name != "azure-native" else []
    args = [getattr(module, f"{type_}Args") for module in inputs if hasattr(module, f"{type_}Args")]
    outputs = [getattr(module.outputs, type_) for module in MODULES[name] if hasattr(module.outputs, type_)]

    assert args or outputs
    for each in args:
        assert types_of(facts) == inputs_of(each)
        assert {key for key, fact in facts.items() if fact.required} == required_of(each)
    found = [
        {key: spelled(of) for key, of in _types.output_type_types(each).items()}.items() for each in outputs
    ]
    # Modules of azure-native have types of one name that differ; the facts have the one that they use.
    holds = any if name == "azure-native" else all
    assert not found or holds(each <= types_of(facts).items() for each in found)


@pytest.mark.parametrize("name", PROVIDERS)
def test_the_configuration_is_that_of_the_sdk(name):
    module = importlib.import_module(f"{SDKS[name].__name__}.provider")
    source = inspect.getsource(module.Provider)
    marked = re.findall(r'__dict__\["(\w+)"\] = None if \w+ is None else pulumi.Output.secret', source)
    config = PACKAGES[name].config
    names = _types.input_type_py_to_pulumi_names(module.ProviderArgs)

    assert types_of(config) == inputs_of(module.ProviderArgs)
    assert {each for each, fact in config.items() if fact.secret} == {names[each] for each in marked}


@pytest.mark.parametrize(("name", "token"), TOKENS)
def test_the_api_version_is_the_one_that_the_sdk_documents(name, token):
    fact = PACKAGES[name].resources[token].inputs.get("azureApiVersion")
    if fact:
        assert f"Uses Azure REST API version {fact.default}." in inspect.getsource(sdk_class(name, token))
