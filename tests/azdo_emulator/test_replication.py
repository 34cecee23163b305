"""A new service principal reaches the other services late, where a test asks for it."""

from uuid import uuid4

import pytest

from azdo_emulator.model import Refused, fingerprint, replication
from azdo_emulator.model.azure.role_assignments import role_assignments_create
from azdo_emulator.model.devops.entitlements import add_service_principal_entitlement
from azdo_emulator.model.devops.projects import get_organization
from azdo_emulator.model.entra import directory, federated_credentials
from azdo_emulator.model.seed import SUBSCRIPTION, TENANT

READER = "acdd72a7-3385-48ef-bd42-f606fba81ae7"
FOREVER = 1e9


def lag(cloud, service, **how):
    """The object id of a service principal that is made while the service lags."""
    with cloud.write() as session:
        replication.set_lag(session, service, **how)
        app = directory.create_application(session, TENANT, "mailroom-bot")
        return directory.create_service_principal(session, app.app_id).object_id


def entitle(cloud, object_id):
    with cloud.write() as session:
        return add_service_principal_entitlement(
            session, get_organization(session, "contoso"), object_id, "express"
        )


def assign(cloud, object_id, principal_type):
    with cloud.write() as session:
        return role_assignments_create(
            session,
            f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg-support",
            str(uuid4()),
            role_definition_id=READER,
            principal_id=object_id,
            principal_type=principal_type,
        )


def test_azure_devops_sees_it_after_so_many_looks_in_vain(cloud):
    principal = lag(cloud, replication.Lag.AZURE_DEVOPS, attempts=2)

    for _ in range(2):
        with pytest.raises(Refused, match="Could not add user"):
            entitle(cloud, principal)

    assert entitle(cloud, principal).subject.origin_id == principal


def test_azure_devops_sees_it_after_so_many_seconds(cloud, monkeypatch):
    principal = lag(cloud, replication.Lag.AZURE_DEVOPS, seconds=60)
    with pytest.raises(Refused, match="Could not add user"):
        entitle(cloud, principal)

    now = replication.time.time()
    monkeypatch.setattr(replication.time, "time", lambda: now + 61)

    assert entitle(cloud, principal).subject.origin_id == principal


def test_azure_looks_a_principal_up_only_where_its_type_is_not_given(cloud):
    principal = lag(cloud, replication.Lag.AZURE, seconds=FOREVER)

    with pytest.raises(Refused, match="does not exist in the directory"):
        assign(cloud, principal, None)

    assert assign(cloud, principal, "ServicePrincipal").principal_id == principal


def test_whom_a_service_saw_before_it_lagged_it_still_sees(cloud):
    earlier = lag(cloud, replication.Lag.AZURE_DEVOPS)
    lag(cloud, replication.Lag.AZURE_DEVOPS, seconds=FOREVER)

    assert entitle(cloud, earlier).subject.origin_id == earlier


def test_a_lag_is_no_part_of_the_cloud_and_a_look_in_vain_changes_nothing_in_it(cloud):
    with cloud.read() as session:
        before = fingerprint(session)
    with cloud.write() as session:
        replication.set_lag(session, replication.Lag.AZURE_DEVOPS, seconds=FOREVER)
    with cloud.read() as session:
        assert fingerprint(session) == before

    principal = lag(cloud, replication.Lag.AZURE_DEVOPS, seconds=FOREVER)
    with cloud.read() as session:
        before = fingerprint(session)
    with pytest.raises(Refused):
        entitle(cloud, principal)

    with cloud.read() as session:
        assert fingerprint(session) == before


ISSUER, REPOSITORY = "https://token.actions.githubusercontent.com", "repo:contoso/mailroom"


def test_a_deleted_credential_still_counts_for_a_while(cloud):
    with cloud.write() as session:
        replication.set_lag(session, replication.Lag.CREDENTIALS, attempts=1)
        app = directory.create_application(session, TENANT, "mailroom-bot")
        made = federated_credentials.create_federated_identity_credential(
            session, app.object_id, "github", ISSUER, REPOSITORY, ["api://AzureADTokenExchange"]
        )
        federated_credentials.delete_federated_identity_credential(session, app.object_id, made.credential_id)

    def trusted():
        with cloud.write() as session:
            return federated_credentials.is_trusted(session, app.app_id, ISSUER, REPOSITORY)

    assert [trusted(), trusted()] == [True, False]


def test_what_comes_late_is_there_once_no_lag_is_asked_for(cloud):
    principal = lag(cloud, replication.Lag.AZURE_DEVOPS, seconds=FOREVER)
    with cloud.write() as session:
        assert replication.lags(session) == {replication.Lag.AZURE_DEVOPS: (0, FOREVER)}
        assert replication.clear(session) == 1

    assert entitle(cloud, principal).subject.origin_id == principal
