"""Hosts: a token goes to those that it is for, and to no other."""

import pytest

from patless.clients.hosts import AZURE_DEVOPS, Hosts


def test_the_real_host_is_asked_over_tls():
    assert (
        Hosts().url(AZURE_DEVOPS, "/contoso/_apis/projects") == "https://dev.azure.com/contoso/_apis/projects"
    )


def test_an_emulator_has_all_hosts_below_its_own_address():
    assert Hosts("http://127.0.0.1:1").url(AZURE_DEVOPS, "/x") == "http://127.0.0.1:1/dev.azure.com/x"


@pytest.mark.parametrize("host", ["dev.azure.com.evil.example", "evil.example", "dev.azure.com@evil.example"])
def test_another_host_is_refused(host):
    with pytest.raises(ValueError, match="no host"):
        Hosts().url(host, "/")
