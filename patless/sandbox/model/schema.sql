-- The sandbox's cloud. Columns carry the services' own words, in snake case.
-- A column that ends in _at is a time; the inventory leaves it out.

-- How many ids of each kind were given out, so that none is given twice. Not part of the cloud.
CREATE TABLE sequences (
    kind TEXT PRIMARY KEY,
    last INTEGER NOT NULL
) WITHOUT ROWID;

-- Entra ------------------------------------------------------------------------------------------

CREATE TABLE tenants (
    tenant_id      TEXT PRIMARY KEY,
    display_name   TEXT NOT NULL,
    default_domain TEXT NOT NULL UNIQUE
) WITHOUT ROWID;

CREATE TABLE directory_objects (
    object_id    TEXT PRIMARY KEY,
    tenant_id    TEXT NOT NULL REFERENCES tenants,
    kind         TEXT NOT NULL CHECK (kind IN ('user', 'group', 'application', 'servicePrincipal')),
    display_name TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE users (
    object_id           TEXT PRIMARY KEY REFERENCES directory_objects ON DELETE CASCADE,
    user_principal_name TEXT NOT NULL UNIQUE COLLATE NOCASE
) WITHOUT ROWID;

CREATE TABLE directory_group_members (
    group_id  TEXT NOT NULL REFERENCES directory_objects ON DELETE CASCADE,
    member_id TEXT NOT NULL REFERENCES directory_objects ON DELETE CASCADE,
    PRIMARY KEY (group_id, member_id)
) WITHOUT ROWID;

CREATE TABLE applications (
    object_id TEXT PRIMARY KEY REFERENCES directory_objects ON DELETE CASCADE,
    app_id    TEXT NOT NULL UNIQUE
) WITHOUT ROWID;

CREATE TABLE service_principals (
    object_id              TEXT PRIMARY KEY REFERENCES directory_objects ON DELETE CASCADE,
    app_id                 TEXT NOT NULL UNIQUE,
    service_principal_type TEXT NOT NULL CHECK (service_principal_type IN ('Application', 'ManagedIdentity'))
) WITHOUT ROWID;

-- Azure ------------------------------------------------------------------------------------------

CREATE TABLE subscriptions (
    subscription_id TEXT PRIMARY KEY,
    tenant_id       TEXT NOT NULL REFERENCES tenants,
    display_name    TEXT NOT NULL
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
    UNIQUE (organization_id, name)
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

CREATE TABLE graph_groups (
    storage_key     TEXT PRIMARY KEY REFERENCES subjects ON DELETE CASCADE,
    organization_id TEXT NOT NULL REFERENCES organizations,
    project_id      TEXT REFERENCES projects,
    name            TEXT NOT NULL COLLATE NOCASE,
    description     TEXT NOT NULL,
    valid_users     INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;

CREATE UNIQUE INDEX one_group_of_a_name ON graph_groups (organization_id, coalesce(project_id, ''), name);

CREATE TABLE memberships (
    container TEXT NOT NULL REFERENCES graph_groups ON DELETE CASCADE,
    member    TEXT NOT NULL REFERENCES subjects ON DELETE CASCADE,
    PRIMARY KEY (container, member)
) WITHOUT ROWID;

CREATE INDEX memberships_upwards ON memberships (member);

CREATE TABLE entitlements (
    storage_key          TEXT PRIMARY KEY REFERENCES subjects ON DELETE CASCADE,
    account_license_type TEXT NOT NULL,
    licensing_source     TEXT NOT NULL,
    status               TEXT NOT NULL,
    created_at           TEXT NOT NULL
) WITHOUT ROWID;

-- parameters holds null where a secret was given: the service never gives one back, the sandbox never keeps one.
CREATE TABLE service_endpoints (
    endpoint_id     TEXT PRIMARY KEY,
    organization_id TEXT NOT NULL REFERENCES organizations,
    name            TEXT NOT NULL,
    type            TEXT NOT NULL,
    url             TEXT NOT NULL,
    description     TEXT NOT NULL,
    scheme          TEXT NOT NULL,
    parameters      TEXT NOT NULL,
    data            TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE service_endpoint_project_references (
    endpoint_id TEXT NOT NULL REFERENCES service_endpoints ON DELETE CASCADE,
    project_id  TEXT NOT NULL REFERENCES projects,
    name        TEXT NOT NULL COLLATE NOCASE,
    description TEXT NOT NULL,
    PRIMARY KEY (endpoint_id, project_id),
    UNIQUE (project_id, name)
) WITHOUT ROWID;
