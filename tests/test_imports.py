"""Imports point one way: what each package may import."""

import ast
import functools
import graphlib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = {"azdo_emulator", "components", "guardrails", "patless", "stacks"}


@functools.cache
def imported(path):
    """Dotted names of what a file imports, with the line of each."""
    found = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found += [(alias.name, node.lineno) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found += [(f"{node.module}.{alias.name}", node.lineno) for alias in node.names]
    return found


def breaches(folders, forbidden):
    return [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for folder in ([folders] if isinstance(folders, str) else folders)
        for place in sorted(ROOT.glob(folder))
        for path in sorted([place] if place.is_file() else place.rglob("*.py"))
        for name, line in (imported(path) if path.suffix == ".py" else ())
        if forbidden(name)
    ]


def package(name):
    return name.split(".")[0]


def within(name, whole):
    return name == whole or name.startswith(f"{whole}.")


RULES = {
    "components use nothing of ours": ("components", lambda name: package(name) in PACKAGES - {"components"}),
    "stacks use components, the rules and themselves": (
        "stacks",
        lambda name: package(name) in ("azdo_emulator", "patless"),
    ),
    "the manifest is read without the engine's SDKs": (
        "stacks/manifest",
        lambda name: package(name).startswith("pulumi") or package(name) == "components",
    ),
    "rules use pulumi_policy and a YAML reader alone": (
        "policies",
        lambda name: (
            package(name) in PACKAGES - {"guardrails"}
            or (package(name).startswith("pulumi") and package(name) != "pulumi_policy")
        ),
    ),
    "commands use the manifest and the rules, nothing else of the program": (
        "patless/commands",
        lambda name: (
            package(name) == "components"
            or (package(name) == "stacks" and not within(name, "stacks.manifest"))
        ),
    ),
    "the rest of the tool does not know the program": (
        ["patless/[!c]*", "patless/check", "patless/cl*"],
        lambda name: package(name) in ("components", "stacks"),
    ),
    "what reads a real organisation does not know the sandbox": (
        ["patless/clients", "patless/snapshot", "patless/findings", "patless/reports"],
        lambda name: within(name, "patless.sandbox") or package(name) == "azdo_emulator",
    ),
    "the emulator uses nothing of ours": (
        "azdo_emulator",
        lambda name: package(name) in PACKAGES - {"azdo_emulator"},
    ),
    "the sandbox shares no code with the clients that it has to test": (
        "patless/sandbox",
        lambda name: within(name, "patless.clients"),
    ),
}


@pytest.mark.parametrize("rule", RULES)
def test_imports_point_one_way(rule):
    folders, forbidden = RULES[rule]

    assert breaches(folders, forbidden) == []


def test_the_walk_sees_an_import_inside_a_function(tmp_path):
    path = tmp_path / "late.py"
    path.write_text("def f():\n    from patless.clients import graph\n")

    assert imported(path) == [("patless.clients.graph", 2)]


def modules():
    """Every module of ours, by its dotted name."""
    found = {}
    for base, names in (
        (ROOT, ["bench", *sorted(PACKAGES - {"guardrails"})]),
        (ROOT / "policies", ["guardrails"]),
    ):
        for path in (path for name in names for path in (base / name).rglob("*.py")):
            parts = path.relative_to(base).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def needed_at_once(path, known):
    """The modules of ours that are imported as soon as a file is."""
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            named = (f"{node.module}.{alias.name}" for alias in node.names)
            yield from (
                name if name in known else node.module for name in named if {name, node.module} & known
            )


def test_no_import_goes_in_a_circle():
    found = modules()
    graph = {name: {*needed_at_once(path, found.keys())} - {name} for name, path in found.items()}

    assert len(list(graphlib.TopologicalSorter(graph).static_order())) == len(found)


def test_a_circle_would_be_seen(tmp_path):
    (tmp_path / "one.py").write_text("from two import x\n")
    (tmp_path / "two.py").write_text("import one\n")
    known = {"one", "two"}

    graph = {name: {*needed_at_once(tmp_path / f"{name}.py", known)} for name in known}

    with pytest.raises(graphlib.CycleError):
        graphlib.TopologicalSorter(graph).prepare()


def test_a_folder_can_be_looked_over():
    folders = {path.parent for path in modules().values()} - {ROOT / "policies/guardrails/rules"}

    assert [str(one.relative_to(ROOT)) for one in folders if len(list(one.glob("*.py"))) > 60] == []
