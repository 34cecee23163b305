"""The model through any row of calls: it does what it is asked or refuses, and its invariants hold."""

import atexit
import functools
import os
import shutil
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, multiple, rule

from azdo_emulator.model import Cloud, Refused, Session, fingerprint, open_seeded
from azdo_emulator.model.azure import identities, identity_credentials, role_assignments
from azdo_emulator.model.devops import (
    checks,
    endpoint_trust,
    endpoints,
    entitlements,
    groups,
    licences,
    memberships,
    pipeline_permissions,
    project_changes,
    projects,
    teams,
)
from azdo_emulator.model.entra import applications, directory, federated_credentials
from azdo_emulator.model.seed import SUBSCRIPTION, TENANT

pytestmark = pytest.mark.sandbox
EXAMPLES = int(os.environ.get("PATLESS_EXAMPLES", "200"))

names = st.sampled_from(["alpha", "Alpha", "beta", "gamma-1"])
licence = st.sampled_from(["express", "stakeholder", "advanced", "basic", "none"])
issuers = st.sampled_from(["https://token.actions.githubusercontent.com", "https://issuer.example"])
subjects = st.sampled_from(["repo:contoso/mailroom:environment:production", "repo:contoso/a", "x" * 601])
READER = "acdd72a7-3385-48ef-bd42-f606fba81ae7"
CONTRIBUTOR = "b24988ac-6180-42a0-ab88-20f7382dd24c"
SCOPE = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg-support"
AUDIENCE = ["api://AzureADTokenExchange"]


@functools.cache
def _new() -> Path:
    """The file of a new cloud, to copy."""
    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder)
    with open_seeded(folder) as cloud:
        return cloud.path


class TheCloud(RuleBasedStateMachine):
    """Identities of both kinds come, are trusted, get rights and connections, and go."""

    principals = Bundle("principals")
    apps = Bundle("apps")
    members = Bundle("members")
    connections = Bundle("connections")

    @initialize()
    def seeded(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        shutil.copy(_new(), self.folder.name)
        self.cloud = Cloud(Path(self.folder.name))
        with self.cloud.read() as session:
            self.organization = projects.get_organization(session, "contoso")
            self.project = projects.get_project(session, self.organization, "Support")
            self.groups = [group.descriptor for group in groups.list_groups(session, self.organization)]

    def teardown(self) -> None:
        self.cloud.close()
        self.folder.cleanup()

    @contextmanager
    def asking(self) -> Any:
        """A transaction in which the service may refuse; whatever else is raised is a fault of the model."""
        with suppress(Refused), self.cloud.write() as session:
            yield session

    @rule(target=apps, name=names)
    def create_application(self, name: str) -> Any:
        with self.cloud.write() as session:
            return directory.create_application(session, TENANT, name)

    @rule(target=principals, app=apps)
    def create_service_principal(self, app: Any) -> Any:
        with self.asking() as session:
            return directory.create_service_principal(session, app.app_id).object_id
        return multiple()

    @rule(target=principals, name=names)
    def create_managed_identity(self, name: str) -> Any:
        with self.asking() as session:
            return identities.user_assigned_identities_create_or_update(
                session, SUBSCRIPTION, "rg-support", name, location="westeurope"
            ).principal_id
        return multiple()

    @rule(name=names)
    def delete_managed_identity(self, name: str) -> None:
        with self.asking() as session:
            identities.user_assigned_identities_delete(session, SUBSCRIPTION, "rg-support", name)

    @rule(app=consumes(apps))
    def delete_application(self, app: Any) -> None:
        with self.asking() as session:
            applications.delete_application(session, app.object_id)

    @rule(app=apps, name=names, issuer=issuers, subject=subjects)
    def trust_with_application(self, app: Any, name: str, issuer: str, subject: str) -> None:
        with self.asking() as session:
            federated_credentials.create_federated_identity_credential(
                session, app.object_id, name, issuer, subject, AUDIENCE
            )

    @rule(identity=names, name=names, issuer=issuers, subject=subjects)
    def trust_with_managed_identity(self, identity: str, name: str, issuer: str, subject: str) -> None:
        with self.asking() as session:
            identity_credentials.federated_identity_credentials_create_or_update(
                session,
                SUBSCRIPTION,
                "rg-support",
                identity,
                name,
                issuer=issuer,
                subject=subject,
                audiences=AUDIENCE,
            )

    @rule(target=members, principal=principals, level=licence)
    def entitle(self, principal: str, level: str) -> Any:
        with self.asking() as session:
            return entitlements.add_service_principal_entitlement(
                session, self.organization, principal, level
            ).subject
        return multiple()

    @rule(member=members, level=licence)
    def change_access_level(self, member: Any, level: str) -> None:
        with self.asking() as session:
            entitlements.update_service_principal_entitlement(
                session, self.organization, member.storage_key, level, "account"
            )

    @rule(member=consumes(members))
    def leave(self, member: Any) -> None:
        with self.asking() as session:
            entitlements.delete_service_principal_entitlement(session, self.organization, member.storage_key)

    @rule(member=members, data=st.data())
    def join(self, member: Any, data: st.DataObject) -> None:
        group = data.draw(st.sampled_from(self.groups))
        with self.asking() as session:
            memberships.add_membership(session, self.organization, member.descriptor, group)

    @rule(data=st.data())
    def nest(self, data: st.DataObject) -> None:
        inner, outer = (data.draw(st.sampled_from(self.groups)) for _ in range(2))
        with self.asking() as session:
            memberships.add_membership(session, self.organization, inner, outer)

    @rule(name=names, project=st.booleans())
    def create_group(self, name: str, project: bool) -> None:
        with self.asking() as session:
            groups.create_group(session, self.organization, self.project if project else None, name)

    @rule(name=names, data=st.data())
    def rename_group(self, name: str, data: st.DataObject) -> None:
        group = data.draw(st.sampled_from(self.groups))
        with self.asking() as session:
            groups.update_group(session, self.organization, group, name=name)

    @rule(name=names)
    def create_project(self, name: str) -> None:
        with self.asking() as session:
            project_changes.queue_create_project(session, self.organization, name)

    @rule(name=names, new=names)
    def rename_project(self, name: str, new: str) -> None:
        with self.asking() as session:
            project = projects.get_project(session, self.organization, name)
            project_changes.update_project(session, self.organization, project, name=new)

    @rule(name=names)
    def delete_project(self, name: str) -> None:
        with self.asking() as session:
            project = projects.get_project(session, self.organization, name)
            project_changes.queue_delete_project(session, self.organization, project)

    @rule(name=names, new=names)
    def found_a_team(self, name: str, new: str) -> None:
        with self.asking() as session:
            project = projects.get_project(session, self.organization, name)
            teams.create_team(session, self.organization, project, new)

    @rule(principal=principals, role=st.sampled_from([READER, CONTRIBUTOR]), number=st.integers(1, 3))
    def give_role(self, principal: str, role: str, number: int) -> None:
        with self.asking() as session:
            role_assignments.role_assignments_create(
                session,
                SCOPE,
                f"00000000-0000-4000-8000-00000000000{number}",
                role_definition_id=role,
                principal_id=principal,
                principal_type="ServicePrincipal",
            )

    @rule(
        target=connections,
        app=apps,
        name=names,
        scheme=st.sampled_from(["Token", "WorkloadIdentityFederation"]),
    )
    def connect(self, app: Any, name: str, scheme: str) -> Any:
        parameters = {"tenantid": TENANT, "serviceprincipalid": app.app_id, "apitoken": "canary"}
        body = endpoints.EndpointBody(name, "azurerm", "https://x.example", "", scheme, parameters, {})
        with self.asking() as session:
            return endpoints.create_service_endpoint(
                session, self.organization, (self.project.project_id,), body
            )
        return multiple()

    @rule(connection=connections, app=apps)
    def trust_connection(self, connection: Any, app: Any) -> None:
        subject = connection.parameters.get(endpoint_trust.SUBJECT)
        if subject:
            with self.asking() as session:
                federated_credentials.create_federated_identity_credential(
                    session,
                    app.object_id,
                    "sc",
                    connection.parameters[endpoint_trust.ISSUER],
                    subject,
                    AUDIENCE,
                )

    @rule(connection=connections)
    def guard(self, connection: Any) -> None:
        with self.asking() as session:
            checks.add_check_configuration(
                session,
                self.organization,
                self.project,
                checks.EXCLUSIVE_LOCK,
                ("endpoint", connection.endpoint_id),
                {},
                43200,
            )
            pipeline_permissions.update_pipeline_permissions(
                session, self.organization, self.project, "endpoint", connection.endpoint_id, 12, True
            )

    @rule(connection=consumes(connections))
    def disconnect(self, connection: Any) -> None:
        with self.asking() as session:
            endpoints.delete_service_endpoint(
                session, self.organization, (self.project.project_id,), connection.endpoint_id
            )

    @invariant()
    def holds(self) -> None:
        if hasattr(self, "cloud"):
            with self.cloud.read() as session:
                broken = {name: found for name, query in BROKEN.items() if (found := _all(session, query))}
                counted = sum(
                    line.assigned
                    for line in licences.get_user_entitlement_summary(session, self.organization)
                )
                members = len(entitlements.search_member_entitlements(session, self.organization))
            assert broken == {}
            assert counted == members


BROKEN = {
    "points at nothing": "PRAGMA foreign_key_check",
    "a connection in no project": "SELECT endpoint_id FROM service_endpoints"
    " WHERE endpoint_id NOT IN (SELECT endpoint_id FROM service_endpoint_project_references)",
    "a check on a connection that is gone": "SELECT check_id FROM check_configurations"
    " WHERE resource_type = 'endpoint' AND resource_id NOT IN (SELECT endpoint_id FROM service_endpoints)",
    "a permission on a connection that is gone": "SELECT resource_id FROM pipeline_permissions"
    " WHERE resource_type = 'endpoint' AND resource_id NOT IN (SELECT endpoint_id FROM service_endpoints)",
    "a managed identity without its service principal": "SELECT id FROM user_assigned_identities"
    " WHERE principal_id NOT IN (SELECT object_id FROM service_principals)",
    "more than twenty trusts": "SELECT holder_id FROM federated_identity_credentials"
    " GROUP BY holder_id HAVING count(*) > 20",
    "a group inside itself": "WITH RECURSIVE above (start, key) AS"
    " (SELECT member, container FROM memberships UNION"
    "  SELECT start, container FROM memberships JOIN above ON member = key)"
    " SELECT start FROM above WHERE start = key",
    "a member without a place": "SELECT member FROM memberships"
    " WHERE member NOT IN (SELECT storage_key FROM subjects)",
    "two groups of one name": "SELECT graph_groups.name FROM graph_groups JOIN subjects USING (storage_key)"
    " WHERE origin = 'vsts' GROUP BY coalesce(project_id, ''), graph_groups.name HAVING count(*) > 1",
    "a group that is not below its Valid Users": "SELECT storage_key FROM graph_groups AS inner"
    " JOIN subjects USING (storage_key) WHERE origin = 'vsts' AND NOT valid_users"
    " AND NOT EXISTS (SELECT 1 FROM memberships JOIN graph_groups AS outer ON outer.storage_key = container"
    " WHERE member = inner.storage_key AND valid_users AND outer.project_id IS inner.project_id)",
    "a group under another project's name": "SELECT principal_name FROM subjects"
    " JOIN graph_groups USING (storage_key) JOIN projects USING (project_id)"
    " WHERE principal_name != '[' || projects.name || ']\\' || graph_groups.name",
    "a secret that was kept": "SELECT endpoint_id FROM service_endpoints WHERE parameters LIKE '%canary%'",
}
"""What must never be found, and how to look for it."""


def _all(session: Session, query: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in session.rows(query)]


TestTheCloud = TheCloud.TestCase
TestTheCloud.settings = settings(
    max_examples=EXAMPLES,
    stateful_step_count=15,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


def test_the_walk_sees_a_broken_cloud(session, contoso):
    support = projects.get_project(session, contoso, "Support").project_id
    session.run("INSERT INTO pipeline_permissions VALUES (?, 'endpoint', 'gone', 0)", support)

    assert _all(session, BROKEN["a permission on a connection that is gone"]) == [("gone",)]


def test_a_refused_call_changes_nothing(cloud):
    def twice() -> None:
        with cloud.write() as session:
            app = directory.create_application(session, TENANT, "bot")
            directory.create_service_principal(session, app.app_id)
            directory.create_service_principal(session, app.app_id)

    with cloud.read() as session:
        before = fingerprint(session)
    with pytest.raises(Refused):
        twice()
    with cloud.read() as session:
        assert fingerprint(session) == before
