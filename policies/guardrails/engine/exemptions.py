"""The file of exemptions: what it lets pass, and what is wrong with it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from guardrails.engine.document import Node, Unreadable, parse
from guardrails.engine.exemption import Exemption
from guardrails.engine.finding import Severity

LIMITS: Mapping[Severity, timedelta] = {
    Severity.CRITICAL: timedelta(days=7),
    Severity.HIGH: timedelta(days=30),
    Severity.MEDIUM: timedelta(days=60),
    Severity.LOW: timedelta(days=90),
}
"""How far ahead an exemption may expire, by the severity of its rule."""

EMERGENCY = timedelta(hours=24)
"""How far ahead it may where it names an incident, whatever the severity."""

REASON = 20
"""The least number of characters of a reason."""

NARROW = 4
"""The least number of characters that a resource's name keeps beside a "*"."""

KEYS = ("rule", "resource", "reason", "owner", "ticket", "expires", "fingerprint")
OPTIONAL = ("incident",)

_URN = re.compile(r"urn:pulumi:[^:*]+::[^:*]+::(?P<types>[^*]+)::(?P<name>.+)", re.DOTALL)


@dataclass(frozen=True)
class Problem:
    """Something that is wrong with a file."""

    source: str
    what: str


def read(
    text: str, file: str, severities: Mapping[str, Severity], now: datetime
) -> Iterator[Exemption | Problem]:
    """The exemptions of a file. One with a problem is only a problem: it lets nothing pass.

    `severities` are those of the rules from which an exemption can be had, by the rule's id.
    """
    try:
        root = parse(text)
    except Unreadable as error:
        yield Problem(f"{file}:{error.line}", str(error))
        return
    if root is None:
        return
    if not isinstance(root.plain, list):
        yield Problem(f"{file}:{root.line}", "The file has to be a list of exemptions.")
    seen: set[tuple[object, object]] = set()
    for node in root.elements:
        source = f"{file}:{node.line}"
        found = list(_problems(node, severities, now))
        about = (_text(node, "rule"), _text(node, "resource"))
        if about in seen:
            found.append("There is an exemption from this rule for this resource already.")
        seen.add(about)
        if found:
            yield from (Problem(source, what) for what in found)
        else:
            yield _exemption(node, source)


def _problems(node: Node, severities: Mapping[str, Severity], now: datetime) -> Iterator[str]:
    if not node.entries:
        yield f"An exemption has the keys {', '.join(KEYS)}."
        return
    yield from (f'There is no key "{key}".' for key in node.entries if key not in KEYS + OPTIONAL)
    emergency = "incident" in node.entries
    for key in [*KEYS, *(["incident"] if emergency else [])]:
        if not _text(node, key) and not (emergency and key in ("fingerprint", "ticket")):
            yield f'The key "{key}" is missing or empty.'
    if 0 < len(_text(node, "reason")) < REASON:
        yield f"The reason has to say why, in {REASON} characters or more."
    yield from _about_resource(_text(node, "resource"))
    rule = _text(node, "rule")
    if rule and rule not in severities:
        yield f'There is no rule "{rule}" from which an exemption can be had.'
    elif rule:
        limit = EMERGENCY if emergency else LIMITS[severities[rule]]
        yield from _about_end(_text(node, "expires"), limit, now)


def _about_resource(resource: str) -> Iterator[str]:
    urn = _URN.fullmatch(resource)
    if resource and not urn:
        yield 'The resource has to be a URN; only in the resource\'s name can "*" stand for any text.'
    elif urn and "*" in urn["name"] and len(urn["name"].replace("*", "")) < NARROW:
        yield f'The resource\'s name has to keep {NARROW} characters or more beside "*".'


def _about_end(expires: str, limit: timedelta, now: datetime) -> Iterator[str]:
    if not expires:
        return
    end = _moment(expires)
    if end is None:
        yield "It has to expire on a day, 2027-01-31, or at a time, 2027-01-31T14:00Z."
    elif limit == EMERGENCY:
        if end > now + limit:
            yield f"It may not expire later than {now + limit:%Y-%m-%dT%H:%MZ}."
    # A day counts to its end.
    elif end.date() > (now + limit).date():
        yield f"It may not expire later than {now + limit:%Y-%m-%d}."


def _exemption(node: Node, source: str) -> Exemption:
    expires = _moment(_text(node, "expires"))
    if expires is None:
        raise ValueError("looked at already")
    fingerprint = node.entries.get("fingerprint")
    return Exemption(
        rule=_text(node, "rule"),
        resource=_text(node, "resource"),
        reason=_text(node, "reason"),
        owner=_text(node, "owner"),
        ticket=_text(node, "ticket"),
        expires=expires,
        fingerprints=_texts(fingerprint) if fingerprint else (),
        incident=_text(node, "incident"),
        source=source,
    )


def _text(node: Node, key: str) -> str:
    found = node.entries.get(key)
    return " ".join(_texts(found)) if found else ""


def _texts(node: Node) -> tuple[str, ...]:
    values = [one.plain for one in node.elements] if isinstance(node.plain, list) else [node.plain]
    texts = (str(value).strip() for value in values if isinstance(value, str | int))
    return tuple(text for text in texts if text)


def _moment(text: str) -> datetime | None:
    """The moment that a text names; for a day, its end."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if "T" not in text and " " not in text:
        moment = datetime.combine(moment.date(), time.max)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
