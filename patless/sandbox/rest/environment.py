"""What a process needs that stands before the REST door: `azure-api.md` §0."""

from pathlib import Path

from ruamel.yaml import YAML

from patless.sandbox.folder import STACK
from patless.sandbox.model.seed import ORGANIZATION, SUBSCRIPTION, TENANT
from patless.sandbox.rest.door import Door
from patless.sandbox.rest.process import Running
from patless.sandbox.rest.tokens import Tokens, key_in


def variables(folder: Path, door: Running | Door) -> dict[str, str]:
    """Variables that the official plug-ins and clients read, to reach the door and to sign in there.

    They trust the sandbox's own authority and nothing else, so that no call of theirs reaches a real service.
    """
    authority = str(folder / "ca.pem")
    return {
        "SSL_CERT_FILE": authority,
        "REQUESTS_CA_BUNDLE": authority,
        "AZDO_ORG_SERVICE_URL": f"{door.http}/{ORGANIZATION}",
        "ARM_METADATA_HOSTNAME": door.https.removeprefix("https://"),
        "ARM_TENANT_ID": TENANT,
        "ARM_SUBSCRIPTION_ID": SUBSCRIPTION,
        "ARM_USE_MSI": "true",
        "ARM_MSI_ENDPOINT": f"{door.http}/metadata/identity/oauth2/token",
        "IDENTITY_ENDPOINT": f"{door.http}/msi/token",
        "IDENTITY_HEADER": Tokens(key_in(folder)).identity_header,
        "NO_PROXY": "localhost,127.0.0.1",
    }


def for_official_plugins(folder: Path, door: Running) -> dict[str, str]:
    """Variables with which the engine takes the official plug-ins on PATH in the place of the stand-ins.

    The stack's configuration for them is a copy that knows the door: the stand-ins would refuse to go there.
    """
    yaml = YAML()
    settings = yaml.load(folder / f"Pulumi.{STACK}.yaml")
    settings.setdefault("config", {})["patless:door"] = door.http
    own = folder / "Pulumi.official-plugins.yaml"
    yaml.dump(settings, own)
    return {"PULUMI_IGNORE_AMBIENT_PLUGINS": "false", "PULUMI_OPTION_CONFIG_FILE": str(own)}
