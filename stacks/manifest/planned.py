"""Keys that a later version will know."""

from typing import NamedTuple

from stacks.manifest.problem import KeyPath


class Planned(NamedTuple):
    """What is not there yet, what is, and what to do until then."""

    what: str
    expected: str
    todo: str


def _connection(kind: str) -> Planned:
    return Planned(
        f"a connection of the kind `{kind}` is not supported yet",
        "`azure` or `container_registry`, the kinds that this version deploys",
        "leave this connection out for now",
    )


KINDS = ("kubernetes", "aws", "github", "azure_devops")
# `*` stands for a name of the author's own.
PLANNED: dict[tuple[str, ...], Planned] = {
    ("azure_devops", "can"): Planned(
        "rights of the workload's own are not supported yet",
        "`member_of`, with groups that have the rights",
        "name a group that has just these rights in `member_of`",
    ),
    ("signs_in_from", "*", "github", "pull_request"): Planned(
        "trust in pull requests is not supported yet",
        "`environment`, `branch` or `tag`; anybody who may open a pull request could sign in",
        "name an environment; trust in pull requests will need an exemption",
    ),
    **{("connections", "*", kind): _connection(kind) for kind in KINDS},
}


def planned(path: KeyPath) -> Planned | None:
    """What to say of a key that a later version will know; nothing for others."""
    for known, words in PLANNED.items():
        if len(known) == len(path) and all(k in ("*", step) for k, step in zip(known, path, strict=True)):
            return words
    return None
