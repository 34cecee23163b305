"""Where a program in YAML declares its resources; the engine tells the lines of other programs itself."""

from collections.abc import Mapping
from pathlib import Path

from guardrails.engine.document import Node, Unreadable, parse

FILE = "Pulumi.yaml"


def lines(folder: Path, project: str) -> Mapping[str, int]:
    """The line of each resource, by its name; none for another project, or a program in another language."""
    try:
        root = parse((folder / FILE).read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, Unreadable):
        return {}
    if root is None or _text(root, "name") != project:
        return {}
    declared = root.entries.get("resources", Node(1, {})).entries
    # A resource may have another name than its key.
    return {_text(node, "name") or key: node.line for key, node in declared.items()}


def _text(node: Node, key: str) -> str:
    found = node.entries.get(key)
    return str(found.plain) if found else ""
