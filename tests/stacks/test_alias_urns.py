"""Aliases go to the engine as they are; their URNs are worked out only for an engine that cannot."""

import pytest
from pulumi import Alias, resource

from stacks import alias_urns


@pytest.fixture
def worked_out(monkeypatch):
    """Whether the SDK still works out URNs, with an engine that can or cannot do so itself."""

    def found(by_the_engine):
        monkeypatch.setattr(alias_urns, "monitor_supports_feature", lambda _: by_the_engine)
        alias_urns.leave_out()
        return resource.collapse_alias_to_urn is not alias_urns._nothing

    # So that it is put back.
    monkeypatch.setattr(resource, "collapse_alias_to_urn", resource.collapse_alias_to_urn)
    return found


def test_an_engine_that_takes_aliases_as_they_are_gets_no_urns(worked_out):
    assert not worked_out(by_the_engine=True)
    assert resource.collapse_alias_to_urn(Alias(name="before"), "now", "t:t:T", None) == ""


def test_for_another_engine_they_are_worked_out(worked_out):
    assert worked_out(by_the_engine=False)
