"""Both ends of a service connection or a service hook prove who they are."""

import re
from collections.abc import Iterator

from guardrails.data.fixtures import fixture
from guardrails.data.frameworks import owasp
from guardrails.data.tokens import spellings
from guardrails.engine.credentials import CONNECTION_TYPES
from guardrails.engine.credentials import connection as name_in_table
from guardrails.engine.example import Example
from guardrails.engine.finding import Level, Severity
from guardrails.engine.profiles import Profile
from guardrails.engine.reading import may_be
from guardrails.engine.resource import Resource
from guardrails.engine.rule import ResourceRule
from guardrails.engine.setting import Config

HOOK = "azuredevops:index/servicehookWebhookTfs:ServicehookWebhookTfs"
WEBHOOK = "azuredevops:index/serviceendpointIncomingwebhook:ServiceendpointIncomingwebhook"

# What must not be true, and what it means.
FLAGS = {
    "acceptUntrustedCerts": "accepts certificates that nobody trusts",
    "ignoreSslError": "accepts certificates that nobody trusts",
    "kubeconfig.acceptUntrustedCerts": "accepts certificates that nobody trusts",
    "serviceAccount.acceptUntrustedCerts": "accepts certificates that nobody trusts",
    "azureSubscriptions[].clusterAdmin": "acts as the administrator of the cluster",
    "none.unsecured": "signs in as nobody",
}


def _check(resource: Resource, _: Config) -> Iterator[str]:
    for path, meaning in FLAGS.items():
        if any(may_be(value, True, absent=False) for value in resource.props.values(path)):
            yield f'"{resource.name}" {meaning} (input {path}).'
    if name_in_table(resource.type) == "Incomingwebhook" and not resource.props.has("secret"):
        yield f'Anybody can call the webhook "{resource.name}": no secret tells it who calls.'


RULE = ResourceRule(
    id="verified-connection",
    title="Both ends of a service connection or a service hook prove who they are.",
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    levels={Profile.STRICT: Level.MANDATORY},
    threat=(
        "Somebody on the way poses as the service and reads what is sent to it, or starts pipelines by "
        "calling a webhook that asks nobody for a proof."
    ),
    fix=(
        "Install the service's certificate on the agents, give the webhook a secret, and connect to a "
        "cluster as a user with the rights that are needed."
    ),
    references=(owasp(7),),
    types=re.compile(f"{CONNECTION_TYPES.pattern}|{spellings([HOOK]).pattern}", CONNECTION_TYPES.flags),
    check=_check,
    bad=(
        Example(
            "A webhook that anybody can call.",
            {
                "mail": fixture(
                    WEBHOOK, projectId="${support.id}", serviceEndpointName="mail", webhookName="mail"
                )
            },
        ),
        Example(
            "A service hook that accepts every certificate.",
            {
                "changes": fixture(
                    HOOK,
                    projectId="${support.id}",
                    url="https://hooks.contoso.com/changes",
                    acceptUntrustedCerts=True,
                )
            },
        ),
    ),
    good=(
        Example(
            "A webhook that knows who calls.",
            {
                "mail": fixture(
                    WEBHOOK,
                    projectId="${support.id}",
                    serviceEndpointName="mail",
                    webhookName="mail",
                    **{"secret": "${signature}"},
                )
            },
        ),
    ),
)
