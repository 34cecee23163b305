"""Pairs of stacks: each named edit of the base, and random chains of edits."""

import random
from collections.abc import Iterator

from tests.lifecycle.edits import EDITS
from tests.lifecycle.manifests import BASE, Manifest
from tests.lifecycle.pair import Pair

LENGTH = 5
"""Pairs of one chain."""


def of_names() -> list[Pair]:
    """The base, and the base with one edit."""
    return [Pair(name, BASE, BASE.changed(one.edit), one.stops, one.but) for name, one in EDITS.items()]


def at_random(seed: int, number: int) -> list[list[Pair]]:
    """Chains of pairs, each pair from where the one before it led to: edits of it, or of the base."""
    chains = [[*_chain(random.Random(f"{seed} {chain}"))] for chain in range(-(-number // LENGTH))]
    for chain in chains:
        del chain[max(0, number) :]
        number -= len(chain)
    return chains


def _chain(chance: random.Random) -> Iterator[Pair]:
    before, first = _edited(chance, BASE, chance.choice([0, 1, 2, 3]))
    for _ in range(LENGTH):
        start = before if chance.random() < 0.7 else BASE
        after, then = _edited(chance, start, chance.choice([1, 1, 2, 3, 5]))
        done = [*first, *then] if start is before else then
        yield Pair(f"{' + '.join(first) or 'base'} -> {' + '.join(done)}", before, after)
        before, first = after, done


def _edited(chance: random.Random, manifest: Manifest, number: int) -> tuple[Manifest, list[str]]:
    harmless = [name for name, one in EDITS.items() if not (one.stops or one.alone)]
    names: list[str] = []
    for name in chance.sample(harmless, len(harmless)):
        if len(names) == number:
            break
        try:
            changed = manifest.changed(EDITS[name].edit)
        # Some edits need what another one has taken away.
        except (KeyError, StopIteration, IndexError, ValueError):
            continue
        if not _has_a_role_twice(changed):
            manifest = changed
            names.append(name)
    return manifest, names


def _has_a_role_twice(manifest: Manifest) -> bool:
    """Two edits can make one role of two; such a file is refused."""
    for one in manifest.workloads.values():
        listed = one.get("azure", {}).get("roles", [])
        roles = [(role["role"], str(role.get("resource_group")).lower()) for role in listed]
        if len({*roles}) < len(roles):
            return True
    return False
