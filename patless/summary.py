"""What a run made, in the user's words."""

from collections.abc import Iterator, Mapping
from typing import Any

from patless.events import Run

AZURE_DEVOPS = "499b84ac-1321-427f-aa17-267ca6975798"
"""The application id of Azure DevOps, in every tenant: what a token is asked for."""

TOKEN = f"az account get-access-token --resource {AZURE_DEVOPS} --query accessToken --output tsv"

NEXT = [
    "Next:",
    "  make blocked   how a token-based service connection is refused",
    "  make shell     plain pulumi on this sandbox; `pulumi stack output` shows all outputs",
    "  make down      destroy what was deployed",
]


def deployed(outputs: Mapping[str, Any], run: Run) -> str:
    """The summary that ends `make up`: workloads, price, guardrails, what to type next."""
    parts = [_changes(run), *_workloads(outputs), _token(), _price(outputs), _guardrails(run), NEXT]
    return "\n".join(line for part in parts for line in ("", *part))


def _changes(run: Run) -> Iterator[str]:
    if run.changed:
        yield f"{run.changed} resources changed."
    else:
        yield f"Nothing changed: all {run.changes.get('same', 0)} resources are as declared."


def _workloads(outputs: Mapping[str, Any]) -> Iterator[Iterator[str]]:
    for name, workload in outputs["workloads"].items():
        yield _workload(name, workload, outputs["organization"])


def _workload(name: str, workload: Mapping[str, Any], organization: str) -> Iterator[str]:
    identity = workload["identity"]
    yield f"{name}: {workload['purpose']}"
    yield f"  identity      {identity['kind']} {identity['name']}"
    yield f"                client id {identity['client_id'] or 'not given'}"
    yield f"                principal id {identity['principal_id']}, tenant {identity['tenant_id']}"
    yield f"  access level  {workload['access_level']}"
    places = [
        *workload["member_of"],
        *(f"agent pool {pool} ({role})" for pool, role in workload["agent_pools"].items()),
        *(f"{_short(role['scope'])} ({role['role']})" for role in workload["roles"]),
    ]
    if places:
        yield f"  may act in    {', '.join(places)}"
    yield f"  sign in       {_sign_in(workload)}"
    for connection in workload["connections"].values():
        yield from _connection(connection)
    for pool in workload["agent_pools"]:
        yield "  add an agent  on the machine that becomes one, signed in as above:"
        yield (
            f'                VSTS_AGENT_INPUT_TOKEN="$({TOKEN})" ./config.sh --unattended --auth PAT '
            f"--url https://dev.azure.com/{organization} --pool {pool} --agent $(hostname)"
        )


def _sign_in(workload: Mapping[str, Any]) -> str:
    identity = workload["identity"]
    if trusts := workload["signs_in_from"]:
        where = ", ".join(f"{name} ({trust['subject']})" for name, trust in trusts.items())
        return f"from {where}, with client id and tenant"
    if workload["connections"]:
        return "in a pipeline, through its service connection"
    if identity["kind"] == "application":
        return "nobody can yet: give it a place to sign in from (signs_in_from)"
    if not identity["client_id"]:
        return "as it does today"
    return f"where the identity is assigned: az login --identity --client-id {identity['client_id']}"


def _token() -> Iterator[str]:
    yield "A token for Azure DevOps, signed in as one of them:"
    yield f"  {TOKEN}"


def _connection(connection: Mapping[str, Any]) -> Iterator[str]:
    role = connection["role"] or "no role of its own"
    where = f"{connection['name']} in {connection['project']}"
    yield f"  connection    {where}: {_short(connection['scope'])} ({role})"
    who = ", ".join(connection["pipelines"]) or "no pipeline"
    yield f"                id {connection['id']}, for {who}"


def _short(scope: str) -> str:
    """The last part of an Azure resource id, which people know it by."""
    return scope.rsplit("/", 1)[-1]


def _price(outputs: Mapping[str, Any]) -> Iterator[str]:
    levels = outputs["access_levels"]
    seats = ", ".join(f"{count} {level}" for level, count in levels["seats"].items() if count)
    yield f"Access levels: {seats or 'none'}, {levels['monthly_usd']:g} USD a month."


def _guardrails(run: Run) -> Iterator[str]:
    found = f"violations: {len(run.violations)}" if run.violations else "no violation"
    yield f"Guardrails: {len(run.checked)} resources checked, {len(run.rules)} rules applied, {found}."
    for violation in run.violations:
        yield f"  {violation.level}: {violation.rule} on {violation.resource}"
