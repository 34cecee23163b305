"""The rule known-package: packages that the rules can look into."""

import pytest
from guardrails import Enforcement, Props, Resource
from guardrails.engine.settings import Choice
from guardrails.rules import known_package

RULE = known_package.RULE


def found(package, enforcement=None):
    provider = Resource(f"pulumi:providers:{package}", "default", Props({}))
    return [one.what for one in (enforcement or Enforcement()).evaluate(provider, [RULE])]


@pytest.mark.parametrize(
    "package", ["azuredevops", "azuread", "azure-native", "azure-native_pool_v1", "pulumi"]
)
def test_packages_that_are_known_are_accepted(package):
    assert found(package) == []


@pytest.mark.parametrize("package", ["command", "pulumi-python", "pulumi-nodejs", "external"])
def test_packages_that_run_anything_are_called_so(package):
    assert found(package) == [
        f'The package {package} (provider "default") does what it is told, unseen by any rule.'
    ]


@pytest.mark.parametrize(
    "package", ["kubernetes", "terraform-provider", "azure-nativex", "azuread_x", "AzureDevOps"]
)
def test_other_packages_are_told(package):
    assert found(package) == [f'No rule knows the package {package} (provider "default").']


def test_the_list_can_be_chosen():
    chosen = Enforcement(choices={RULE.id: Choice(None, {"allowed": ["kubernetes"]})})

    assert found("kubernetes", chosen) == []
    assert found("azuread", chosen) != []


def test_only_providers_are_asked():
    assert not RULE.applies("command:local:Command")
