"""What in an organisation hangs on a personal access token, a secret or the issuer that retires."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from patless.findings.finding import Confidence, Finding, Use
from patless.findings.listing import Listing, Section
from patless.reports import connection_uses, token_uses
from patless.reports.connection_uses import Credential, Issuer
from patless.reports.deadlines import GLOBAL_TOKENS_END, OLD_ISSUER_ENDS
from patless.reports.rehearsal import rehearsal
from patless.snapshot.records import Connection, Hook, Reference
from patless.snapshot.snapshot import Snapshot

TOKEN, CONNECTION, HOOK, AGENTS = "personal access token", "service connection", "service hook", "agents"

CONVERT = Use(
    "old-issuer",
    "workload identity federation by the old issuer",
    "Update on the connection's page, after the identity trusts the new issuer and subject that it shows",
    "nothing: it works until then",
)
UNKNOWN_ISSUER = Use(
    "unknown-issuer",
    "federation whose issuer is not shown",
    "look at the connection's page, or at the policy that trusts it: vstoken.dev.azure.com retires",
)
HOOK_SECRET = Use(
    "hook",
    "a receiver of events",
    "an event to a receiver that proves who calls by Entra, or a new secret each year",
)
OWN_AGENTS = Use(
    "agent",
    "agents of your own",
    token_uses.AGENT.instead,
    "nothing: agents that are registered go on; new ones need another sign-in than a token",
)


DAYS = {
    GLOBAL_TOKENS_END: f"Stops on {GLOBAL_TOKENS_END}, when global tokens end",
    OLD_ISSUER_ENDS: f"Stops on {OLD_ISSUER_ENDS}, when the old issuer retires",
}
DEADLY = {"global-token": GLOBAL_TOKENS_END, "old-issuer-connection": OLD_ISSUER_ENDS}
"""Kinds of findings that a day of everybody's ends."""

HOLDER = "its creator has a global token"
ORPHAN = "its owner cannot make it again"


def inventory(snapshot: Snapshot) -> Listing:
    """The findings by date: what stops first, what has no day of everybody's, and at last what is noise."""
    reader = _Inventory(snapshot)
    found = sorted([*reader.tokens(), *reader.connections(), *reader.hooks(), *reader.agents()], key=_order)
    rest = [finding for finding in found if not is_deadly(finding)]
    return Listing(
        snapshot.organization,
        snapshot.taken_at,
        snapshot.caller,
        sections=[
            *(
                Section(title, [one for one in found if is_deadly(one) and one.stops == day], day)
                for day, title in DAYS.items()
            ),
            Section("Hangs on a token or a secret", [one for one in rest if not one.use.noise]),
            Section("Tokens that tools make, and make again", [one for one in rest if one.use.noise]),
        ],
        gaps=snapshot.gaps,
        rehearsal=rehearsal(snapshot),
    )


def is_deadly(finding: Finding) -> bool:
    """Whether it stops on a day of everybody's, and not on one of its own."""
    return finding.stops is not None and finding.stops == DEADLY.get(finding.key)


def _order(one: Finding) -> tuple[date, bool, str, str, str, str, str]:
    return one.stops or date.max, one.use.noise, one.thing, one.use.key, one.owner, one.name, one.id


class _Inventory:
    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._people = {person.name.lower(): person for person in snapshot.people.values()}

    def tokens(self) -> Iterator[Finding]:
        today = self._snapshot.taken_at.date()
        for token in self._snapshot.tokens:
            ends = token.valid_to.date()
            # From that day on, the service may or may not call a global one valid.
            is_stopped = token.is_global and today >= GLOBAL_TOKENS_END
            if ends < today or (token.is_valid is False and not is_stopped):
                continue
            use, confidence = token_uses.use_of(token)
            owner = self._snapshot.people.get(token.owner)
            left = bool(owner and owner.is_deleted_in_origin)
            yield Finding(
                key="global-token" if token.is_global else "full-scope-token" if token.is_full else "token",
                thing=TOKEN,
                id=token.authorization_id,
                name=token.display_name or "",
                # One of this organisation alone goes on until its own end.
                use=use if token.is_global else replace(use, today=""),
                confidence=confidence,
                stops=min(ends, GLOBAL_TOKENS_END) if token.is_global else ends,
                where="all organisations" if token.is_global else "",
                owner=owner.name if owner else token.owner,
                left=left,
                scope=token.scope or "",
                ends=ends,
                note=ORPHAN if left else "",
            )

    def connections(self) -> Iterator[Finding]:
        holders = self._holders_of_global_tokens()
        for connection in self._snapshot.connections.values():
            issuer = connection_uses.issuer_of(connection)
            if issuer is Issuer.OLD:
                found = self._connection(connection, "old-issuer-connection", CONVERT, Confidence.CERTAIN)
                yield replace(found, stops=OLD_ISSUER_ENDS)
            elif issuer is Issuer.UNKNOWN:
                yield self._connection(
                    connection, "unknown-issuer-connection", UNKNOWN_ISSUER, Confidence.GUESS
                )
            elif kept := connection_uses.kept_by(connection):
                found = self._connection(
                    connection, f"{kept.credential}-connection", kept.use, kept.confidence
                )
                if kept.credential is Credential.AZURE_DEVOPS_TOKEN and found.owner.lower() in holders:
                    found = replace(found, note="; ".join(filter(None, [found.note, HOLDER])))
                yield found

    def hooks(self) -> Iterator[Finding]:
        for hook in self._snapshot.hooks:
            if not _keeps_secret(hook):
                continue
            project = self._snapshot.projects.get(str((hook.publisher_inputs or {}).get("projectId") or ""))
            yield Finding(
                key="hook-secret",
                thing=HOOK,
                id=hook.id,
                name=f"{hook.event_type} to {hook.consumer_id}",
                use=HOOK_SECRET,
                confidence=Confidence.CERTAIN,
                where=project.name if project else "",
                owner=hook.created_by.name if hook.created_by else "",
                left=self._left(hook.created_by) or hook.status == "disabledByInactiveIdentity",
                note="" if hook.status in (None, "enabled") else str(hook.status),
            )

    def agents(self) -> Iterator[Finding]:
        for pool, agents in self._snapshot.agents:
            if agents:
                yield Finding(
                    key="agents",
                    thing=AGENTS,
                    id=str(pool.id),
                    name=f"{len(agents)} of them",
                    use=OWN_AGENTS,
                    confidence=Confidence.GUESS,
                    where=pool.name,
                    note="the service does not say how they were registered",
                )

    def _connection(self, connection: Connection, key: str, use: Use, confidence: Confidence) -> Finding:
        places = self._snapshot.places.get(connection.id, {})
        known = (self._snapshot.projects.get(project) for project in places)
        authorization = connection.authorization
        last_used = self._snapshot.last_used.get(connection.id)
        return Finding(
            key=key,
            thing=CONNECTION,
            id=connection.id,
            name=connection.name,
            use=use,
            confidence=confidence,
            where=", ".join(sorted(project.name for project in known if project)),
            owner=connection.created_by.name if connection.created_by else "",
            left=self._left(connection.created_by),
            scope=f"{connection.type}, {authorization.scheme}" if authorization else connection.type,
            last_used=last_used.date() if last_used else None,
            note="switched off" if connection.is_disabled else "",
        )

    def _holders_of_global_tokens(self) -> set[str]:
        owners = (self._snapshot.people.get(one.owner) for one in self._snapshot.tokens if one.is_global)
        return {owner.name.lower() for owner in owners if owner}

    def _left(self, who: Reference | None) -> bool:
        person = self._people.get(who.name.lower()) if who else None
        return bool(person and person.is_deleted_in_origin)


def _keeps_secret(hook: Hook) -> bool:
    """Whether the receiver asks for a secret; the service shows those as stars."""
    values = (hook.consumer_inputs or {}).values()
    return any(isinstance(value, str) and value and set(value) == {"*"} for value in values)
