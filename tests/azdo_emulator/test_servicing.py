"""Every call of the engine, answered over a real channel."""

import json

import pytest
from google.protobuf import empty_pb2

from azdo_emulator.model import fingerprint
from azdo_emulator.model.seed import SUBSCRIPTION, TENANT
from azdo_emulator.providers import azure_native, azuredevops, servicing
from azdo_emulator.providers.stubs import plugin_pb2, provider_pb2
from azdo_emulator.providers.values import UNKNOWN, Secret, read, write

from .conftest import ENTITLEMENT, MEMBERSHIP, told

pytestmark = pytest.mark.sandbox

ORGANIZATION = "https://dev.azure.com/contoso"
PROVIDERS = [azuredevops.PROVIDER, azure_native.PROVIDER]
OWN = {
    "azuredevops": {"orgServiceUrl": ORGANIZATION, "tenantId": TENANT},
    "azure-native": {"subscriptionId": SUBSCRIPTION, "tenantId": TENANT},
}


@pytest.fixture(params=PROVIDERS, ids=lambda provider: provider.name)
def provider(request):
    return request.param


def test_the_handshake_takes_secrets(start, provider):
    answer = start(provider).stub.Handshake(provider_pb2.ProviderHandshakeRequest(engine_address="x"))

    assert answer.accept_secrets
    assert not answer.accept_outputs


def test_attaching_is_fine(start, provider):
    start(provider).stub.Attach(plugin_pb2.PluginAttach(address="127.0.0.1:1"))


def test_once_cancelled_nothing_new_is_begun(devops, cloud, principal):
    wanted = {
        "originId": principal.object_id,
        "origin": "aad",
        "accountLicenseType": "express",
        "licensingSource": "account",
    }
    with cloud.read() as session:
        before = fingerprint(session)

    devops.stub.Cancel(empty_pb2.Empty())

    assert told(devops.create, ENTITLEMENT, wanted) == "the run was cancelled before this was begun"
    with cloud.read() as session:
        assert fingerprint(session) == before


def test_the_schema_names_every_type(start, provider):
    plugin = start(provider)

    schema = json.loads(plugin.stub.GetSchema(provider_pb2.GetSchemaRequest()).schema)

    assert set(schema["resources"]) == {resource.token for resource in provider.resources}
    assert set(schema["functions"]) == {function.token for function in provider.functions}
    assert schema["version"] == plugin.stub.GetPluginInfo(empty_pb2.Empty()).version


def test_the_sandboxs_own_configuration_is_accepted_as_it_is(start, provider):
    own = OWN[provider.name]

    answer = start(provider).check_config(**own, version="1.2.3")

    assert not answer.failures
    assert read(answer.inputs) == own | {"version": "1.2.3"}


@pytest.mark.parametrize(
    ("provider", "config", "named"),
    [
        (azuredevops.PROVIDER, {"orgServiceUrl": "https://dev.azure.com/fabrikam"}, "orgServiceUrl"),
        (azuredevops.PROVIDER, {"orgServiceUrl": f"{ORGANIZATION}.evil.example"}, "orgServiceUrl"),
        (azuredevops.PROVIDER, {}, "orgServiceUrl"),
        (azuredevops.PROVIDER, {"orgServiceUrl": ORGANIZATION, "tenantId": SUBSCRIPTION}, "tenantId"),
        (azure_native.PROVIDER, {"subscriptionId": TENANT}, "subscriptionId"),
        (azure_native.PROVIDER, {}, "subscriptionId"),
        (azure_native.PROVIDER, {"subscriptionId": SUBSCRIPTION, "tenantId": SUBSCRIPTION}, "tenantId"),
    ],
)
def test_another_cloud_is_refused_by_check_and_by_configure(start, provider, config, named):
    plugin = start(provider)

    [failure] = plugin.check_config(**config).failures

    assert failure.reason.startswith(f"'{named}' is ")
    assert told(plugin.configure, **config) == f"{provider.name} on the sandbox: {failure.reason}"


@pytest.mark.parametrize("url", [f"{ORGANIZATION}/", ORGANIZATION.upper()])
def test_a_url_is_the_same_with_another_case_or_a_slash(start, url):
    assert not start(azuredevops.PROVIDER).check_config(orgServiceUrl=url).failures


def test_a_configuration_that_is_not_known_yet_is_accepted(start):
    plugin = start(azuredevops.PROVIDER)

    assert not plugin.check_config(orgServiceUrl=UNKNOWN, tenantId=TENANT).failures


def test_an_unknown_key_of_a_configuration_is_named(start):
    plugin = start(azuredevops.PROVIDER)

    [failure] = plugin.check_config(orgServiceUrl=ORGANIZATION, personalAcessToken="x").failures

    assert failure.reason == (
        "'personalAcessToken' is not a configuration key of azuredevops; did you mean 'personalAccessToken'?"
    )


def test_a_token_in_the_environment_is_not_seen_in_a_configuration(start, monkeypatch):
    monkeypatch.setenv("AZDO_PERSONAL_ACCESS_TOKEN", "canary")

    answer = start(azuredevops.PROVIDER).check_config(orgServiceUrl=ORGANIZATION)

    assert read(answer.inputs) == {"orgServiceUrl": ORGANIZATION}


@pytest.mark.parametrize(
    ("provider", "variable", "own"),
    [
        (azuredevops.PROVIDER, "AZDO_ORG_SERVICE_URL", ORGANIZATION),
        (azure_native.PROVIDER, "ARM_SUBSCRIPTION_ID", SUBSCRIPTION),
    ],
)
def test_the_environment_says_which_cloud_where_the_program_does_not(
    start, monkeypatch, provider, variable, own
):
    plugin = start(provider)

    monkeypatch.setenv(variable, own)
    accepted = plugin.check_config()
    monkeypatch.setenv(variable, "https://dev.azure.com/fabrikam")
    refused = plugin.check_config()

    assert not accepted.failures
    assert read(accepted.inputs) == {}
    assert len(refused.failures) == 1


def test_the_tenant_of_the_environment_must_be_the_sandboxs(start, monkeypatch):
    monkeypatch.setenv("ARM_TENANT_ID", SUBSCRIPTION)

    [failure] = start(azuredevops.PROVIDER).check_config(orgServiceUrl=ORGANIZATION).failures

    assert failure.reason.startswith("'tenantId' is not the sandbox's own")


def test_no_sandbox_is_told(start, monkeypatch):
    plugin = start(azuredevops.PROVIDER)
    monkeypatch.delenv("PATLESS_SANDBOX")

    assert told(plugin.check_config, **OWN["azuredevops"]).startswith("PATLESS_SANDBOX is not set")


def test_a_folder_that_is_no_sandbox_is_told(start, monkeypatch, tmp_path):
    plugin = start(azuredevops.PROVIDER)
    monkeypatch.setenv("PATLESS_SANDBOX", str(tmp_path / "elsewhere"))

    assert told(plugin.configure, **OWN["azuredevops"]).startswith("there is no sandbox in")


def test_a_change_of_configuration_never_replaces_the_provider(start):
    plugin = start(azuredevops.PROVIDER)

    answer = plugin.stub.DiffConfig(
        provider_pb2.DiffRequest(
            old_inputs=write({"orgServiceUrl": ORGANIZATION}),
            news=write({"orgServiceUrl": f"{ORGANIZATION}2"}),
        )
    )

    assert answer.changes == provider_pb2.DiffResponse.DIFF_SOME
    assert list(answer.replaces) == []


def test_a_type_that_the_sandbox_has_not_is_named(devops):
    message = told(devops.check, "azuredevops:index/project:Project", {})

    assert message.startswith("the sandbox has no resource type azuredevops:index/project:Project; it has ")
    assert MEMBERSHIP in message


def test_a_look_up_that_the_sandbox_has_not_is_named(devops):
    message = told(devops.invoke, "azuredevops:index/getClientConfig:getClientConfig")

    assert message.startswith("the sandbox has no look-up azuredevops:index/getClientConfig:getClientConfig")


def test_a_refusal_names_the_input_and_leaves_its_value_to_nobody(devops):
    answer = devops.check(MEMBERSHIP, {"group": "vssgp.x", "members": "canary", "mdoe": "canary"})

    assert sorted(failure.reason for failure in answer.failures) == [
        "'mdoe' is not an input; did you mean 'mode'?",
        "'members' is a string; expected a list, each item a string",
    ]
    # The engine would print the value of a property that is named here.
    assert {failure.property for failure in answer.failures} == {""}


def test_a_wrong_argument_of_a_look_up_is_refused_by_name(devops):
    answer = devops.invoke("azuredevops:index/getGroup:getGroup", nmae="Readers")

    assert sorted(failure.reason for failure in answer.failures) == [
        "'name' is missing; expected a string",
        "'nmae' is not an input; did you mean 'name'?",
    ]


def test_a_look_up_with_a_value_not_known_yet_finds_nothing_yet(devops):
    assert devops.invoke("azuredevops:index/getProject:getProject", name=UNKNOWN) == {}


def test_a_fault_of_our_own_is_one_line_without_a_value(start, monkeypatch, capfd):
    plugin = start(azuredevops.PROVIDER)

    def faulty(*_):
        raise KeyError("canary")

    monkeypatch.setattr(servicing.configuring, "in_force", faulty)
    message = told(plugin.configure, orgServiceUrl=Secret("canary"))

    assert message.startswith("the sandbox's plug-in has a fault: KeyError in faulty, line ")
    assert message.endswith("please report it")
    assert "canary" not in message + capfd.readouterr().err
    assert "\n" not in message


def test_a_type_is_found_by_its_urn_alone(devops):
    urn = devops.urn(f"patless:index:Workload${MEMBERSHIP}")
    answer = devops.stub.Check(
        provider_pb2.CheckRequest(urn=urn, news=write({"group": "vssgp.x", "members": []}))
    )

    assert not answer.failures
