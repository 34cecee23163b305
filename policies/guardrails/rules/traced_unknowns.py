"""Whom a stack trusts is known, or comes from a resource that the stack declares.

Rules about one resource see in a first preview that a value is not known yet, and nothing of where it comes
from. So they let an issuer, a subject or a group pass that is not known yet, and this rule, which sees the
whole stack, asks for its source. In the update the value is known, and they stop the resource if it is bad.
One source clears a property: of a list, it is not told which element is whose.
"""

from collections.abc import Iterator, Sequence

from guardrails.data.fixtures import connection, connection_trust, managed_identity
from guardrails.data.frameworks import benchmark, owasp
from guardrails.data.slots import SLOTS, Slot
from guardrails.engine.example import Example
from guardrails.engine.finding import Level, Severity
from guardrails.engine.graph import Graph
from guardrails.engine.reading import pending
from guardrails.engine.resource import Resource
from guardrails.engine.rule import StackRule
from guardrails.engine.setting import Config, Setting, Shape, texts


def _check(resources: Sequence[Resource], config: Config) -> Iterator[tuple[Resource, str]]:
    graph = Graph(resources)
    further = texts(config, "sources")
    for slot in SLOTS:
        for one in graph.of(slot.types):
            unknown = any(pending(value) for value in one.props.values(slot.path))
            if unknown and not _traced(graph.sources(one, slot.name), slot, further):
                yield one, _sentence(one, slot)


def _traced(sources: Sequence[Resource], slot: Slot, further: Sequence[str]) -> bool:
    return any(slot.takes_from(source.type, further) for source in sources)


def _sentence(resource: Resource, slot: Slot) -> str:
    return (
        f'{slot.what} "{resource.name}" is not known yet and does not come from {slot.source} '
        f"of the stack (input {slot.name})."
    )


RULE = StackRule(
    id="traced-unknowns",
    title="Whom a stack trusts is known, or comes from a resource that the stack declares.",
    severity=Severity.HIGH,
    level=Level.MANDATORY,
    threat=(
        "A value that is known only in the update passes the preview, and the reviewers with it, whatever it "
        "turns out to be."
    ),
    fix=(
        "Take the value from the output of the resource that it belongs to, with no detour over files, "
        "commands or random values; or write it down."
    ),
    references=(owasp(2), benchmark("IM-3")),
    settings={
        "sources": Setting(
            (), "Regular expressions for more resource types that such a value may come from.", Shape.TEXTS
        )
    },
    check=_check,
    bad=(
        Example(
            "An issuer and a subject from nowhere.",
            {
                "bot": managed_identity(),
                "trust": connection_trust("elsewhere"),
            },
        ),
    ),
    good=(
        Example(
            "Issuer and subject from the service connection.",
            {"bot": managed_identity(), "azure": connection(), "trust": connection_trust()},
        ),
    ),
)
