"""The stack's configuration: a server leads to a sandbox on this machine and nowhere else."""

import pulumi
import pytest

from stacks import settings
from stacks.manifest import ManifestError


@pytest.fixture(autouse=True)
def empty():
    yield
    pulumi.runtime.set_all_config({})


def test_azure_devops_is_at_its_own_address():
    pulumi.runtime.set_all_config({})

    assert settings.azure_devops() == "https://dev.azure.com"


def test_a_server_leads_to_a_sandbox():
    pulumi.runtime.set_all_config({"patless:server": "http://127.0.0.1:40531"})

    assert settings.azure_devops() == "http://127.0.0.1:40531"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://dev.azure.com.evil.example",
        "http://127.0.0.1.evil.example:80",
        "http://127.0.0.1:80/../",
        "http://127.0.0.1:80@evil.example",
        "http://192.168.0.1:80",
        "",
    ],
)
def test_a_server_never_leads_elsewhere(elsewhere):
    pulumi.runtime.set_all_config({"patless:server": elsewhere})

    with pytest.raises(ManifestError) as refused:
        settings.azure_devops()

    assert "patless:server: is not the server of a sandbox on this machine" in str(refused.value)
