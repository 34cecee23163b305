"""The rule verified-connection: both ends prove who they are."""

import pytest
from guardrails import evaluate
from guardrails.rules import verified_connection

RULE = verified_connection.RULE
WEBHOOK = "azuredevops:index/serviceendpointIncomingwebhook:ServiceendpointIncomingwebhook"


def typed(name):
    return f"azuredevops:index/{name[0].lower()}{name[1:]}:{name}"


FLAGS = {
    "acceptUntrustedCerts": typed("ServiceendpointJenkins"),
    "ignoreSslError": typed("ServiceendpointOctopusdeploy"),
    "kubeconfig.acceptUntrustedCerts": typed("ServiceEndpointKubernetes"),
    "serviceAccount.acceptUntrustedCerts": typed("ServiceEndpointKubernetes"),
    "azureSubscriptions[].clusterAdmin": typed("ServiceEndpointKubernetes"),
    "none.unsecured": typed("ServiceEndpointServiceFabric"),
}


@pytest.mark.parametrize("path", FLAGS)
def test_a_flag_is_told_unless_it_is_known_to_be_off(path, outcomes):
    on = outcomes(RULE, FLAGS[path], path, True)
    off = outcomes(RULE, FLAGS[path], path, False)

    assert [state for state, found in on.items() if not found] == ["missing", "null"]
    assert not off["known"]
    assert off["unknown"]


def test_one_of_several_clusters_is_enough(enter):
    clusters = {"azureSubscriptions": [{"clusterAdmin": False}, {"clusterAdmin": True}]}

    assert len(evaluate(enter(typed("ServiceEndpointKubernetes"), clusters), [RULE])) == 1


def test_every_flag_of_the_rule_is_tested():
    assert FLAGS.keys() == verified_connection.FLAGS.keys()


def test_a_service_hook_is_asked_too(enter):
    hook = enter(
        "azuredevops:index/servicehookWebhookTfs:ServicehookWebhookTfs", {"acceptUntrustedCerts": True}
    )

    assert len(evaluate(hook, [RULE])) == 1


def test_a_webhook_needs_a_secret_in_whatever_state_it_is(outcomes):
    told = outcomes(RULE, WEBHOOK, "secret", "canary-1234")

    assert [state for state, found in told.items() if found] == ["missing", "null"]


def test_other_connections_need_no_webhooks_secret(enter):
    assert evaluate(enter(typed("ServiceEndpointGitHub"), {}), [RULE]) == []
