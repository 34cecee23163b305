-- The sandbox's cloud. Columns carry the services' own words, in snake case.
-- A column that ends in _at is a time; the inventory leaves it out.

-- How many ids of each kind were given out, so that none is given twice. Not part of the cloud.
CREATE TABLE sequences (
    kind TEXT PRIMARY KEY,
    last INTEGER NOT NULL
) WITHOUT ROWID;

-- What is to go wrong, and for which calls. Not part of the cloud.
CREATE TABLE faults (
    fault_id    INTEGER PRIMARY KEY,
    kind        TEXT NOT NULL,
    service     TEXT NOT NULL,
    call        TEXT NOT NULL,
    value       TEXT NOT NULL,
    times       INTEGER,
    probability REAL NOT NULL,
    seed        INTEGER NOT NULL,
    draws       INTEGER NOT NULL DEFAULT 0,
    ends_at     REAL
) WITHOUT ROWID;

-- Entra ------------------------------------------------------------------------------------------

-- deployer is the object id of the service principal that the plug-ins sign in as.
CREATE TABLE tenants (
    tenant_id      TEXT PRIMARY KEY,
    display_name   TEXT NOT NULL,
    default_domain TEXT NOT NULL UNIQUE,
    deployer       TEXT
) WITHOUT ROWID;

CREATE TABLE directory_objects (
    object_id    TEXT PRIMARY KEY,
    tenant_id    TEXT NOT NULL REFERENCES tenants,
    kind         TEXT NOT NULL CHECK (kind IN ('user', 'group', 'application', 'servicePrincipal')),
    display_name TEXT NOT NULL COLLATE NOCASE
) WITHOUT ROWID;

CREATE INDEX directory_objects_by_name ON directory_objects (display_name);

CREATE TABLE users (
    object_id           TEXT PRIMARY KEY REFERENCES directory_objects ON DELETE CASCADE,
    user_principal_name TEXT NOT NULL UNIQUE COLLATE NOCASE,
    mail_nickname       TEXT COLLATE NOCASE
                        AS (substr(user_principal_name, 1, instr(user_principal_name, '@') - 1))
) WITHOUT ROWID;

CREATE INDEX users_by_nickname ON users (mail_nickname);

CREATE TABLE directory_groups (
    object_id     TEXT PRIMARY KEY REFERENCES directory_objects ON DELETE CASCADE,
    mail_nickname TEXT NOT NULL COLLATE NOCASE,
    description   TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID;

CREATE INDEX directory_groups_by_nickname ON directory_groups (mail_nickname);

CREATE TABLE directory_group_members (
    group_id  TEXT NOT NULL REFERENCES directory_groups ON DELETE CASCADE,
    member_id TEXT NOT NULL REFERENCES directory_objects ON DELETE CASCADE,
    PRIMARY KEY (group_id, member_id)
) WITHOUT ROWID;

CREATE INDEX directory_groups_upwards ON directory_group_members (member_id);

CREATE TABLE directory_role_assignments (
    principal_id TEXT NOT NULL REFERENCES directory_objects ON DELETE CASCADE,
    role_name    TEXT NOT NULL,
    PRIMARY KEY (principal_id, role_name)
) WITHOUT ROWID;

CREATE TABLE applications (
    object_id        TEXT PRIMARY KEY REFERENCES directory_objects ON DELETE CASCADE,
    app_id           TEXT NOT NULL UNIQUE COLLATE NOCASE,
    sign_in_audience TEXT NOT NULL DEFAULT 'AzureADMyOrg',
    description      TEXT NOT NULL DEFAULT '',
    notes            TEXT NOT NULL DEFAULT '',
    tags             TEXT NOT NULL DEFAULT '[]'
) WITHOUT ROWID;

CREATE TABLE service_principals (
    object_id                    TEXT PRIMARY KEY REFERENCES directory_objects ON DELETE CASCADE,
    app_id                       TEXT NOT NULL UNIQUE COLLATE NOCASE,
    service_principal_type       TEXT NOT NULL COLLATE NOCASE
                                 CHECK (service_principal_type IN ('Application', 'ManagedIdentity')),
    account_enabled              INTEGER NOT NULL DEFAULT 1,
    app_role_assignment_required INTEGER NOT NULL DEFAULT 0,
    description                  TEXT NOT NULL DEFAULT '',
    notes                        TEXT NOT NULL DEFAULT '',
    tags                         TEXT NOT NULL DEFAULT '[]'
) WITHOUT ROWID;

CREATE INDEX service_principals_by_type ON service_principals (service_principal_type);

CREATE TABLE owners (
    object_id TEXT NOT NULL REFERENCES directory_objects ON DELETE CASCADE,
    owner_id  TEXT NOT NULL REFERENCES directory_objects ON DELETE CASCADE,
    PRIMARY KEY (object_id, owner_id)
) WITHOUT ROWID;

CREATE INDEX owners_upwards ON owners (owner_id);

-- What a principal may do in a service for itself; app_role_id is a role that the resource, a service principal, has.
CREATE TABLE app_role_assignments (
    assignment_id TEXT PRIMARY KEY,
    principal_id  TEXT NOT NULL REFERENCES directory_objects ON DELETE CASCADE,
    resource_id   TEXT NOT NULL REFERENCES service_principals ON DELETE CASCADE,
    app_role_id   TEXT NOT NULL,
    created_at    TEXT NOT NULL,
    UNIQUE (principal_id, resource_id, app_role_id)
) WITHOUT ROWID;

CREATE INDEX app_role_assignments_by_resource ON app_role_assignments (resource_id);

-- That an application has a secret or a certificate, never the secret itself.
CREATE TABLE application_credentials (
    key_id       TEXT PRIMARY KEY,
    object_id    TEXT NOT NULL REFERENCES applications ON DELETE CASCADE,
    kind         TEXT NOT NULL CHECK (kind IN ('password', 'key')),
    display_name TEXT,
    starts_at    TEXT NOT NULL,
    ends_at      TEXT NOT NULL
) WITHOUT ROWID;

CREATE INDEX application_credentials_by_holder ON application_credentials (object_id);

-- holder_id is the object id of an application, or of the service principal of a managed identity.
CREATE TABLE federated_identity_credentials (
    credential_id TEXT PRIMARY KEY,
    holder_id     TEXT NOT NULL REFERENCES directory_objects ON DELETE CASCADE,
    name          TEXT NOT NULL COLLATE NOCASE,
    issuer        TEXT NOT NULL,
    subject       TEXT NOT NULL,
    audience      TEXT NOT NULL,
    description   TEXT NOT NULL,
    UNIQUE (holder_id, name),
    UNIQUE (holder_id, issuer, subject)
) WITHOUT ROWID;

-- Azure ------------------------------------------------------------------------------------------

CREATE TABLE management_groups (
    name         TEXT PRIMARY KEY COLLATE NOCASE,
    tenant_id    TEXT NOT NULL REFERENCES tenants,
    display_name TEXT NOT NULL,
    parent_name  TEXT REFERENCES management_groups
) WITHOUT ROWID;

CREATE TABLE subscriptions (
    subscription_id  TEXT PRIMARY KEY,
    tenant_id        TEXT NOT NULL REFERENCES tenants,
    display_name     TEXT NOT NULL,
    management_group TEXT NOT NULL REFERENCES management_groups
) WITHOUT ROWID;

CREATE TABLE resource_groups (
    id              TEXT PRIMARY KEY COLLATE NOCASE,
    subscription_id TEXT NOT NULL REFERENCES subscriptions,
    name            TEXT NOT NULL,
    location        TEXT NOT NULL,
    managed_by      TEXT,
    tags            TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE user_assigned_identities (
    id                TEXT PRIMARY KEY COLLATE NOCASE,
    resource_group_id TEXT NOT NULL REFERENCES resource_groups,
    name              TEXT NOT NULL,
    location          TEXT NOT NULL,
    tags              TEXT NOT NULL,
    principal_id      TEXT NOT NULL UNIQUE REFERENCES service_principals,
    client_id         TEXT NOT NULL UNIQUE
) WITHOUT ROWID;

-- What already is in a resource group; nothing makes one of these, only a new sandbox has some.
CREATE TABLE resources (
    id                TEXT PRIMARY KEY COLLATE NOCASE,
    resource_group_id TEXT NOT NULL REFERENCES resource_groups ON DELETE CASCADE,
    type              TEXT NOT NULL,
    name              TEXT NOT NULL,
    location          TEXT NOT NULL,
    principal_id      TEXT REFERENCES service_principals
) WITHOUT ROWID;

-- principal_id may be somebody whom Entra has lost: Azure keeps the assignment.
CREATE TABLE role_assignments (
    id                 TEXT PRIMARY KEY COLLATE NOCASE,
    scope              TEXT NOT NULL COLLATE NOCASE,
    name               TEXT NOT NULL,
    role_definition_id TEXT NOT NULL COLLATE NOCASE,
    principal_id       TEXT NOT NULL,
    principal_type     TEXT NOT NULL,
    description        TEXT,
    condition          TEXT,
    condition_version  TEXT,
    created_at         TEXT NOT NULL,
    UNIQUE (scope, role_definition_id, principal_id)
) WITHOUT ROWID;

CREATE INDEX roles_of_a_principal ON role_assignments (principal_id);

-- Who writes at this moment, where a service takes one writer at a time. Not part of the cloud.
CREATE TABLE writers (
    place    TEXT PRIMARY KEY COLLATE NOCASE,
    ends_at  REAL NOT NULL
) WITHOUT ROWID;

-- What comes how late, and what is not there yet. Not part of the cloud.
CREATE TABLE lags (
    lag      TEXT PRIMARY KEY,
    attempts INTEGER NOT NULL,
    seconds  REAL NOT NULL
) WITHOUT ROWID;

CREATE TABLE unseen (
    lag      TEXT NOT NULL,
    key      TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    ends_at  REAL NOT NULL,
    PRIMARY KEY (lag, key)
) WITHOUT ROWID;

-- Azure DevOps -----------------------------------------------------------------------------------

CREATE TABLE organizations (
    organization_id TEXT PRIMARY KEY,
    name            TEXT NOT NULL UNIQUE COLLATE NOCASE,
    tenant_id       TEXT NOT NULL REFERENCES tenants,
    owner           TEXT
) WITHOUT ROWID;

CREATE TABLE projects (
    project_id      TEXT PRIMARY KEY,
    organization_id TEXT NOT NULL REFERENCES organizations,
    name            TEXT NOT NULL COLLATE NOCASE,
    description     TEXT NOT NULL,
    visibility      TEXT NOT NULL CHECK (visibility IN ('private', 'public')),
    process         TEXT NOT NULL,
    source_control  TEXT NOT NULL,
    UNIQUE (organization_id, name)
) WITHOUT ROWID;

-- What callers keep with a project, such as its tags.
CREATE TABLE project_properties (
    project_id TEXT NOT NULL REFERENCES projects ON DELETE CASCADE,
    name       TEXT NOT NULL COLLATE NOCASE,
    value      TEXT NOT NULL,
    PRIMARY KEY (project_id, name)
) WITHOUT ROWID;

-- What was begun in the background. Not part of the cloud.
CREATE TABLE operations (
    operation_id    TEXT PRIMARY KEY,
    organization_id TEXT NOT NULL REFERENCES organizations,
    status          TEXT NOT NULL
) WITHOUT ROWID;

-- Everybody and every group that the organisation knows; storage_key is what it calls them inside.
CREATE TABLE subjects (
    storage_key     TEXT PRIMARY KEY,
    organization_id TEXT NOT NULL REFERENCES organizations,
    descriptor      TEXT NOT NULL UNIQUE,
    kind            TEXT NOT NULL CHECK (kind IN ('user', 'servicePrincipal', 'group')),
    origin          TEXT NOT NULL CHECK (origin IN ('aad', 'vsts')),
    origin_id       TEXT NOT NULL,
    display_name    TEXT NOT NULL,
    principal_name  TEXT NOT NULL,
    UNIQUE (organization_id, origin, origin_id)
) WITHOUT ROWID;

-- What a page of a list goes on from, and what a search begins with.
CREATE INDEX subjects_of_a_kind ON subjects (organization_id, kind, storage_key);
CREATE INDEX subjects_by_display_name ON subjects (organization_id, display_name COLLATE NOCASE);
CREATE INDEX subjects_by_principal_name ON subjects (organization_id, principal_name COLLATE NOCASE);

CREATE TABLE graph_groups (
    storage_key     TEXT PRIMARY KEY REFERENCES subjects ON DELETE CASCADE,
    organization_id TEXT NOT NULL REFERENCES organizations,
    project_id      TEXT REFERENCES projects ON DELETE CASCADE,
    name            TEXT NOT NULL COLLATE NOCASE,
    description     TEXT NOT NULL,
    valid_users     INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;

CREATE INDEX groups_by_name ON graph_groups (organization_id, name);
CREATE INDEX groups_of_a_project ON graph_groups (project_id, storage_key);

-- A team is a group of its project.
CREATE TABLE teams (
    storage_key TEXT PRIMARY KEY REFERENCES graph_groups ON DELETE CASCADE,
    is_default  INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE memberships (
    container TEXT NOT NULL REFERENCES graph_groups ON DELETE CASCADE,
    member    TEXT NOT NULL REFERENCES subjects ON DELETE CASCADE,
    PRIMARY KEY (container, member)
) WITHOUT ROWID;

CREATE INDEX memberships_upwards ON memberships (member);

-- organization_id and member_kind are those of the subject, so that members are counted without looking at each.
CREATE TABLE entitlements (
    storage_key          TEXT PRIMARY KEY REFERENCES subjects ON DELETE CASCADE,
    organization_id      TEXT NOT NULL,
    member_kind          TEXT NOT NULL,
    account_license_type TEXT NOT NULL,
    licensing_source     TEXT NOT NULL,
    status               TEXT NOT NULL,
    created_at           TEXT NOT NULL
) WITHOUT ROWID;

CREATE INDEX entitlements_by_date ON entitlements (created_at, storage_key);
CREATE INDEX entitlements_of_a_kind ON entitlements (organization_id, member_kind);

-- parameters and data hold null where a secret was given: the service never gives one back, the sandbox never
-- keeps one. created_by is a storage key, also of somebody who has left.
CREATE TABLE service_endpoints (
    endpoint_id     TEXT PRIMARY KEY,
    organization_id TEXT NOT NULL REFERENCES organizations,
    type            TEXT NOT NULL,
    url             TEXT NOT NULL,
    scheme          TEXT NOT NULL,
    parameters      TEXT NOT NULL,
    data            TEXT NOT NULL,
    created_by      TEXT,
    revertible_until_at TEXT
) WITHOUT ROWID;

CREATE TABLE service_endpoint_project_references (
    endpoint_id TEXT NOT NULL REFERENCES service_endpoints ON DELETE CASCADE,
    project_id  TEXT NOT NULL REFERENCES projects ON DELETE CASCADE,
    name        TEXT NOT NULL COLLATE NOCASE,
    description TEXT NOT NULL,
    PRIMARY KEY (endpoint_id, project_id),
    UNIQUE (project_id, name)
) WITHOUT ROWID;

-- Which runs used a connection. Nothing runs on the sandbox: only a new one has some.
CREATE TABLE service_endpoint_executions (
    endpoint_id   TEXT NOT NULL REFERENCES service_endpoints ON DELETE CASCADE,
    execution_id  INTEGER NOT NULL,
    project_id    TEXT NOT NULL REFERENCES projects ON DELETE CASCADE,
    definition_id INTEGER NOT NULL,
    definition    TEXT NOT NULL,
    result        TEXT NOT NULL,
    started_at    TEXT NOT NULL,
    finished_at   TEXT NOT NULL,
    PRIMARY KEY (endpoint_id, execution_id)
) WITHOUT ROWID;

CREATE TABLE group_entitlements (
    storage_key          TEXT PRIMARY KEY REFERENCES subjects ON DELETE CASCADE,
    account_license_type TEXT NOT NULL,
    licensing_source     TEXT NOT NULL
) WITHOUT ROWID;

-- holder_id is an organisation or a tenant.
CREATE TABLE policies (
    holder_id  TEXT NOT NULL,
    name       TEXT NOT NULL,
    value      INTEGER NOT NULL,
    properties TEXT NOT NULL,
    PRIMARY KEY (holder_id, name)
) WITHOUT ROWID;

-- user_id is a storage key; without an organisation a token is global. The tokens themselves are nowhere.
CREATE TABLE personal_access_tokens (
    authorization_id TEXT PRIMARY KEY,
    user_id          TEXT NOT NULL REFERENCES subjects ON DELETE CASCADE,
    organization_id  TEXT REFERENCES organizations,
    display_name     TEXT NOT NULL,
    scope            TEXT NOT NULL,
    valid_from_at    TEXT NOT NULL,
    valid_to_at      TEXT NOT NULL,
    revoked          INTEGER NOT NULL
) WITHOUT ROWID;

CREATE INDEX tokens_of_somebody ON personal_access_tokens (user_id, authorization_id);

-- consumer_inputs holds null where a secret was given.
CREATE TABLE service_hooks (
    subscription_id    TEXT PRIMARY KEY,
    organization_id    TEXT NOT NULL REFERENCES organizations,
    publisher_id       TEXT NOT NULL,
    event_type         TEXT NOT NULL,
    consumer_id        TEXT NOT NULL,
    consumer_action_id TEXT NOT NULL,
    publisher_inputs   TEXT NOT NULL,
    consumer_inputs    TEXT NOT NULL,
    created_by         TEXT NOT NULL,
    created_at         TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE feeds (
    feed_id         TEXT PRIMARY KEY,
    organization_id TEXT NOT NULL REFERENCES organizations,
    project_id      TEXT REFERENCES projects ON DELETE CASCADE,
    name            TEXT NOT NULL COLLATE NOCASE,
    description     TEXT NOT NULL
) WITHOUT ROWID;

CREATE UNIQUE INDEX one_feed_of_a_name ON feeds (organization_id, coalesce(project_id, ''), name);

CREATE TABLE access_control_entries (
    organization_id TEXT NOT NULL REFERENCES organizations,
    namespace_id    TEXT NOT NULL,
    token           TEXT NOT NULL,
    descriptor      TEXT NOT NULL,
    allow           INTEGER NOT NULL,
    deny            INTEGER NOT NULL,
    PRIMARY KEY (organization_id, namespace_id, token, descriptor)
) WITHOUT ROWID;

CREATE TABLE build_definitions (
    definition_id INTEGER PRIMARY KEY,
    project_id    TEXT NOT NULL REFERENCES projects ON DELETE CASCADE,
    path          TEXT NOT NULL COLLATE NOCASE,
    name          TEXT NOT NULL COLLATE NOCASE,
    variables     TEXT NOT NULL,
    authored_by   TEXT,
    UNIQUE (project_id, path, name)
) WITHOUT ROWID;

CREATE INDEX build_definitions_in_order ON build_definitions (project_id, definition_id);

CREATE TABLE work_items (
    work_item_id INTEGER PRIMARY KEY,
    project_id   TEXT NOT NULL REFERENCES projects,
    type         TEXT NOT NULL,
    fields       TEXT NOT NULL,
    created_by   TEXT NOT NULL,
    created_at   TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE variable_groups (
    group_id    INTEGER PRIMARY KEY,
    project_id  TEXT NOT NULL REFERENCES projects ON DELETE CASCADE,
    name        TEXT NOT NULL COLLATE NOCASE,
    description TEXT NOT NULL,
    variables   TEXT NOT NULL,
    created_by  TEXT,
    UNIQUE (project_id, name)
) WITHOUT ROWID;

CREATE INDEX variable_groups_in_order ON variable_groups (project_id, group_id);

CREATE TABLE agent_pools (
    pool_id         INTEGER PRIMARY KEY,
    organization_id TEXT NOT NULL REFERENCES organizations,
    name            TEXT NOT NULL COLLATE NOCASE,
    pool_type       TEXT NOT NULL,
    auto_provision  INTEGER NOT NULL,
    auto_update     INTEGER NOT NULL,
    created_by      TEXT,
    UNIQUE (organization_id, name)
) WITHOUT ROWID;

CREATE TABLE elastic_pools (
    pool_id                INTEGER PRIMARY KEY REFERENCES agent_pools ON DELETE CASCADE,
    service_endpoint_id    TEXT NOT NULL,
    service_endpoint_scope TEXT NOT NULL,
    azure_id               TEXT NOT NULL,
    max_capacity           INTEGER NOT NULL,
    desired_idle           INTEGER NOT NULL,
    recycle_after_each_use INTEGER NOT NULL,
    time_to_live_minutes   INTEGER NOT NULL,
    agent_interactive_ui   INTEGER NOT NULL,
    os_type                TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE agents (
    agent_id       INTEGER PRIMARY KEY,
    pool_id        INTEGER NOT NULL REFERENCES agent_pools ON DELETE CASCADE,
    name           TEXT NOT NULL COLLATE NOCASE,
    version        TEXT NOT NULL,
    os_description TEXT NOT NULL,
    enabled        INTEGER NOT NULL,
    status         TEXT NOT NULL,
    created_by     TEXT NOT NULL,
    created_at     TEXT NOT NULL,
    UNIQUE (pool_id, name)
) WITHOUT ROWID;

CREATE TABLE agent_queues (
    queue_id   INTEGER PRIMARY KEY,
    project_id TEXT NOT NULL REFERENCES projects ON DELETE CASCADE,
    pool_id    INTEGER NOT NULL REFERENCES agent_pools ON DELETE CASCADE,
    name       TEXT NOT NULL COLLATE NOCASE,
    UNIQUE (project_id, name)
) WITHOUT ROWID;

-- definition_id is 0 for "all pipelines".
CREATE TABLE pipeline_permissions (
    project_id    TEXT NOT NULL REFERENCES projects ON DELETE CASCADE,
    resource_type TEXT NOT NULL,
    resource_id   TEXT NOT NULL COLLATE NOCASE,
    definition_id INTEGER NOT NULL,
    PRIMARY KEY (project_id, resource_type, resource_id, definition_id)
) WITHOUT ROWID;

CREATE TABLE check_configurations (
    check_id      INTEGER PRIMARY KEY,
    project_id    TEXT NOT NULL REFERENCES projects ON DELETE CASCADE,
    type          TEXT NOT NULL,
    resource_type TEXT NOT NULL,
    resource_id   TEXT NOT NULL COLLATE NOCASE,
    settings      TEXT NOT NULL,
    timeout       INTEGER NOT NULL,
    version       INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE security_role_assignments (
    scope       TEXT NOT NULL COLLATE NOCASE,
    resource_id TEXT NOT NULL,
    storage_key TEXT NOT NULL REFERENCES subjects ON DELETE CASCADE,
    role_name   TEXT NOT NULL,
    PRIMARY KEY (scope, resource_id, storage_key)
) WITHOUT ROWID;
