"""Azure DevOps. A further call: a route in its area's file. A further area: a file, and a line in `AREAS`."""

from azdo_emulator.http import service as services
from azdo_emulator.http.devops import (
    builds,
    checks,
    connection_data,
    core,
    discovery,
    elastic_pools,
    endpoints,
    entitlements,
    feeds,
    group_rules,
    groups,
    hooks,
    identities,
    members,
    memberships,
    pats,
    people,
    pipeline_permissions,
    policies,
    pools,
    processes,
    security,
    security_roles,
    subjects,
    teams,
    token_admin,
    work_items,
)
from azdo_emulator.http.devops.refusals import REFUSALS
from azdo_emulator.http.server import Server
from azdo_emulator.http.service import Service

ROOT = "dev.azure.com"
AREAS = {
    ROOT: [
        connection_data.router,
        core.router,
        teams.router,
        processes.router,
        endpoints.router,
        pipeline_permissions.router,
        checks.router,
        pools.router,
        elastic_pools.router,
        work_items.router,
        builds.router,
        security_roles.router,
        security.router,
        policies.of_organization,
        hooks.router,
        feeds.router,
    ],
    "vssps.dev.azure.com": [
        people.router,
        groups.router,
        memberships.router,
        subjects.router,
        identities.router,
        pats.router,
        token_admin.router,
        policies.of_tenant,
    ],
    "vsaex.dev.azure.com": [entitlements.router, group_rules.router, members.router],
}
"""The routers of each host."""


def hosts(server: Server) -> dict[str, Service]:
    """The hosts other than dev.azure.com, each with its own areas."""
    return {
        host: services.service("azure-devops", server, [*routers, discovery.router(host)], REFUSALS)
        for host, routers in AREAS.items()
    }


def root(server: Server) -> Service:
    """What answers at the root: dev.azure.com, or all areas where discovery says that they are here."""
    everywhere = [router for routers in AREAS.values() for router in routers]
    routers = AREAS[ROOT] if server.discovery == "full" else everywhere
    return services.service("azure-devops", server, [*routers, discovery.router(ROOT)], REFUSALS)
