"""What the check takes from a stack's manifest: names for people, prices, and where things are written."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from patless.check.access.cost import Prices
from patless.check.access.names import Names

CONNECTIONS = ("azure", "container_registry")
"""The kinds of connections that lead to a place in Azure."""

INCLUDED = 5
"""The basic seats that Microsoft includes, where the manifest does not say otherwise."""


class Written(Protocol):
    """A file of the manifest that knows the line of each key."""

    @property
    def file(self) -> str:
        """Path below the project's folder, with forward slashes."""

    def line(self, *path: str | int) -> int:
        """The line of a key; of the nearest key above it when the file does not hold it."""


class Read(Protocol):
    """A file of the manifest as it was read, also where it is not valid."""

    @property
    def source(self) -> Written:
        """Where its keys stand."""

    @property
    def values(self) -> Any:
        """What it holds."""


@dataclass(frozen=True)
class Manifest:
    """What could be read of a manifest; empty for a program that has none."""

    prefix: str = ""
    """The project's folder, from the folder in which the check runs."""

    workloads: Mapping[str, Written] = field(default_factory=dict)
    organization: Written | None = None
    members: Written | None = None
    people: Mapping[str, tuple[str | int, ...]] = field(default_factory=dict)
    """Where in `members.yaml` a person or an Entra group stands, by sign-in name or object id."""

    roles: Mapping[tuple[str, str], tuple[str | int, ...]] = field(default_factory=dict)
    """Where a workload's role stands, by the workload's name and the last part of its scope."""

    program: Mapping[str, int] = field(default_factory=dict)
    """The line of each resource in `Pulumi.yaml`, for a program in YAML."""

    names: Names = field(default_factory=Names)
    prices: Prices = field(default_factory=Prices)


def of(
    organization: Read | None, members: Read | None, workloads: Iterable[Read | None], prefix: str
) -> Manifest:
    """What there is to take from these files."""
    read = [one for one in workloads if one is not None and isinstance(one.values, dict)]
    values = organization.values if organization is not None else None
    return Manifest(
        prefix=prefix,
        workloads={str(one.values.get("name")): one.source for one in read},
        organization=organization.source if organization is not None else None,
        members=members.source if members is not None else None,
        people=dict(_people(members.values)) if members is not None else {},
        roles=dict(_roles((one.values for one in read), values)),
        names=Names(
            dict(_subscriptions(values)),
            dict(_projects(one.values for one in read)),
            dict(_deployers(values)),
        ),
        prices=_prices(values),
    )


def _at(values: Any, *path: str) -> Any:
    """What is at a path of a file that may hold anything."""
    for key in path:
        values = values.get(key) if isinstance(values, dict) else None
    return values


def _pairs(values: Any) -> list[tuple[str, Any]]:
    return list(values.items()) if isinstance(values, dict) else []


def _people(values: Any) -> Iterator[tuple[str, tuple[str | int, ...]]]:
    for key, name in (("entra_groups", "id"), ("people", "user")):
        listed = _at(values, key)
        for index, one in enumerate(listed if isinstance(listed, list | tuple) else ()):
            if isinstance(known := _at(one, name), str):
                yield known.lower(), (key, index)


def _subscriptions(values: Any) -> Iterator[tuple[str, str]]:
    for key, one in _pairs(_at(values, "subscriptions")):
        if isinstance(id_ := _at(one, "id"), str):
            yield id_.lower(), str(_at(one, "name") or key)


def _deployers(values: Any) -> Iterator[tuple[str, str]]:
    listed = _at(values, "deployers")
    for one in listed if isinstance(listed, list | tuple) else ():
        if isinstance(id_ := _at(one, "principal_id"), str):
            yield id_.lower(), str(_at(one, "name") or id_)


def _projects(workloads: Iterable[Any]) -> Iterator[tuple[tuple[str, str], str]]:
    for values in workloads:
        for connection, one in _pairs(_at(values, "connections")):
            if isinstance(project := _at(one, "project"), str):
                yield (str(values.get("name")), connection), project


def _roles(
    workloads: Iterable[Any], organization: Any
) -> Iterator[tuple[tuple[str, str], tuple[str | int, ...]]]:
    for values in workloads:
        places: list[tuple[tuple[str | int, ...], Any]] = [
            (("connections", key, kind), _at(one, kind))
            for key, one in _pairs(_at(values, "connections"))
            for kind in CONNECTIONS
        ]
        listed = _at(values, "azure", "roles")
        places += [
            (("azure", "roles", index), one)
            for index, one in enumerate(listed if isinstance(listed, list | tuple) else ())
        ]
        for path, one in places:
            whole = _at(organization, "subscriptions", str(_at(one, "subscription")), "id") or _at(
                organization, "management_groups", str(_at(one, "management_group")), "id"
            )
            where = _at(one, "registry") or _at(one, "resource_group") or whole
            if isinstance(where, str):
                yield (str(values.get("name")), where.lower()), path


def _prices(values: Any) -> Prices:
    found = Prices(included=INCLUDED) if values is not None else Prices()
    seats = _at(values, "access_levels", "included_seats")
    if isinstance(seats, int):
        found = replace(found, included=seats)
    own = _at(values, "access_levels", "prices_usd")
    basic, dearest = _at(own, "basic"), _at(own, "basic-and-test-plans")
    if isinstance(basic, int | float) and isinstance(dearest, int | float):
        as_of = str(_at(own, "as_of") or found.as_of)
        found = replace(found, basic=basic, basic_and_test_plans=dearest, as_of=as_of)
    return found
