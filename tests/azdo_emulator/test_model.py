"""Whatever is asked of the cloud, in whatever order, it stays a cloud; taken down, it is a new one again."""

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from azdo_emulator.model import Cloud, Refused, fingerprint, open_seeded
from azdo_emulator.model.azure import identities
from azdo_emulator.model.devops import checks, endpoint_trust, endpoints, entitlements, memberships
from azdo_emulator.model.devops.endpoint_trust import ISSUER, SUBJECT
from azdo_emulator.model.devops.pipeline_permissions import update_pipeline_permissions
from azdo_emulator.model.devops.projects import get_organization, get_project
from azdo_emulator.model.entra import applications, directory
from azdo_emulator.model.entra import federated_credentials as credentials
from azdo_emulator.model.seed import SUBSCRIPTION, TENANT

from .conftest import group_of

NAMES = st.sampled_from(["azure-support", "AZURE-support", "images"])
PLACE = (SUBSCRIPTION, "rg-support")
PRINCIPALS = "SELECT object_id, app_id FROM service_principals"


class Life(RuleBasedStateMachine):
    """Identities, trusts, connections and members, each made, used and taken away in any order."""

    principals = Bundle("principals")
    connections = Bundle("connections")
    trusts = Bundle("trusts")
    members = Bundle("members")
    new: Path
    empty: str
    seeded: set[str]
    past: set[str]
    """The connections that a new sandbox has: no rule made them, so that none has a lock."""

    def __init__(self):
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        shutil.copy(self.new, self.folder)
        self.cloud = Cloud(self.folder)
        self.made = 0
        with self.cloud.read() as session:
            self.contoso = get_organization(session, "contoso")
            self.project = get_project(session, self.contoso, "Support")
            self.readers = group_of(session, self.contoso, "Support", "Readers")

    def asked(self, call, *args, **kwargs):
        """What the cloud answers in a transaction of its own; nothing if it refuses."""
        try:
            with self.cloud.write() as session:
                return call(session, *args, **kwargs)
        except Refused:
            return None

    def answered(self, query, *values):
        with self.cloud.read() as session:
            return session.rows(query, *values)

    def is_there(self, object_id):
        return bool(self.answered("SELECT 1 FROM directory_objects WHERE object_id = ?", object_id))

    def connected(self):
        rows = self.answered("SELECT endpoint_id FROM service_endpoints")
        return {row["endpoint_id"] for row in rows} - self.past

    def connection(self, id):
        project_id = self.project.project_id
        return self.asked(endpoints.get_service_endpoint_details, self.contoso, project_id, id)

    def is_trusted(self, found, client_id):
        with self.cloud.read() as session:
            subject = found.parameters[ISSUER], found.parameters[SUBJECT]
            return credentials.is_trusted(session, client_id, *subject)

    @rule(target=principals)
    def register_application(self):
        made = self.asked(directory.create_application, TENANT, "bot")
        principal = self.asked(directory.create_service_principal, made.app_id)
        return principal.object_id, made.app_id, made.object_id

    @rule(target=principals)
    def make_identity(self):
        self.made += 1
        put = identities.user_assigned_identities_create_or_update
        made = self.asked(put, *PLACE, f"id-{self.made}", location="westeurope")
        return made.principal_id, made.client_id, made.principal_id

    @rule(principal=principals)
    def forget(self, principal):
        object_id, app_id, holder_id = principal
        for row in self.answered("SELECT name FROM user_assigned_identities WHERE client_id = ?", app_id):
            self.asked(identities.user_assigned_identities_delete, *PLACE, row["name"])
        self.asked(applications.delete_application, holder_id)
        assert not self.is_there(object_id)

    @rule(target=connections, principal=principals, name=NAMES)
    def connect(self, principal, name):
        body = endpoints.EndpointBody(
            name=name,
            type="azurerm",
            url="https://management.azure.com/",
            description="",
            scheme=endpoint_trust.WORKLOAD_IDENTITY_FEDERATION,
            parameters={"tenantid": TENANT, "serviceprincipalid": principal[1]},
            data={"creationMode": "Manual"},
        )
        project_id = self.project.project_id
        taken = self.asked(endpoints.get_service_endpoints_by_names, self.contoso, project_id, name)
        made = self.asked(endpoints.create_service_endpoint, self.contoso, (project_id,), body)
        assert bool(made) != bool(taken)
        if made is None:
            return multiple()
        guarded = ("endpoint", made.endpoint_id)
        self.asked(update_pipeline_permissions, self.contoso, self.project, *guarded, 12, True)
        lock = (checks.EXCLUSIVE_LOCK, guarded, {}, 60)
        self.asked(checks.add_check_configuration, self.contoso, self.project, *lock)
        return made.endpoint_id

    @rule(connection=connections)
    def disconnect(self, connection):
        if found := self.connection(connection):
            trusted = self.is_trusted(found, found.parameters["serviceprincipalid"])
            self.asked(endpoints.delete_service_endpoint, self.contoso, found.project_ids, connection)
            assert bool(self.connection(connection)) == trusted

    @rule(target=trusts, connection=connections, principal=principals)
    def trust(self, connection, principal):
        found = self.connection(connection)
        if found is None or not self.is_there(principal[2]):
            return multiple()
        trusted = self.is_trusted(found, principal[1])
        self.made += 1
        whom = (f"trust-{self.made}", found.parameters[ISSUER], found.parameters[SUBJECT], ["audience"])
        made = self.asked(credentials.create_federated_identity_credential, principal[2], *whom)
        assert bool(made) != trusted
        return (made.holder_id, made.credential_id) if made else multiple()

    @rule(trust=consumes(trusts))
    def stop_trusting(self, trust):
        self.asked(credentials.delete_federated_identity_credential, *trust)

    @rule(target=members, principal=principals)
    def add_member(self, principal):
        add = entitlements.add_service_principal_entitlement
        made = self.asked(add, self.contoso, principal[0], "express")
        assert bool(made) == self.is_there(principal[0])
        if made is None:
            return multiple()
        self.asked(memberships.add_membership, self.contoso, made.subject.descriptor, self.readers)
        return made.subject.storage_key

    @rule(member=consumes(members))
    def remove_member(self, member):
        self.asked(entitlements.delete_service_principal_entitlement, self.contoso, member)

    @invariant()
    def guards_and_trusts_are_of_what_is_there(self):
        endpoint_ids = self.connected()
        for table, column in {
            "pipeline_permissions": "resource_id",
            "check_configurations": "resource_id",
            "service_endpoint_project_references": "endpoint_id",
        }.items():
            guarded = {row[column] for row in self.answered(f"SELECT {column} FROM {table}")}
            assert guarded - self.past == endpoint_ids
        holders = self.answered("SELECT holder_id FROM federated_identity_credentials")
        assert all(self.is_there(row["holder_id"]) for row in holders)

    def teardown(self):
        for row in self.answered(PRINCIPALS):
            if row["object_id"] in self.seeded:
                continue
            holders = self.answered("SELECT object_id FROM applications WHERE app_id = ?", row["app_id"])
            self.forget((row["object_id"], row["app_id"], holders[0]["object_id"] if holders else ""))
        for endpoint_id in self.connected():
            self.disconnect(endpoint_id)
        with self.cloud.read() as session:
            members = entitlements.search_member_entitlements(session, self.contoso)
        for member in members:
            if member.is_deleted_in_origin:
                self.remove_member(member.subject.storage_key)
        with self.cloud.read() as session:
            assert fingerprint(session) == self.empty
        self.cloud.close()
        shutil.rmtree(self.folder)


@pytest.mark.sandbox
def test_the_cloud_stays_a_cloud_and_becomes_a_new_one(tmp_path, monkeypatch):
    with open_seeded(tmp_path) as cloud, cloud.read() as session:
        monkeypatch.setattr(Life, "new", cloud.path, raising=False)
        monkeypatch.setattr(Life, "empty", fingerprint(session), raising=False)
        seeded = {row["object_id"] for row in session.rows(PRINCIPALS)}
        monkeypatch.setattr(Life, "seeded", seeded, raising=False)
        past = {row["endpoint_id"] for row in session.rows("SELECT endpoint_id FROM service_endpoints")}
        monkeypatch.setattr(Life, "past", past, raising=False)
    checked = list(HealthCheck)

    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=20, stateful_step_count=25, deadline=None, suppress_health_check=checked
        ),
    )
