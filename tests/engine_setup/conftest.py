"""Projects for the real engine, each with a backend and a home of its own."""

import os
from pathlib import Path

import pytest

from patless.engine import Engine, install
from patless.project import ROOT
from tests.engine_setup.project import Project


@pytest.fixture(scope="session")
def engine() -> Engine:
    """The pinned engine, whatever PATH has."""
    return install(ROOT / ".patless" / "tests", print, pinned=True)


@pytest.fixture
def project(tmp_path: Path, engine: Engine) -> Project:
    """An empty project `tiny` with the stack `dev`."""
    home, state, folder = tmp_path / "home", tmp_path / "state", tmp_path / "project"
    for made in (home, state, folder):
        made.mkdir()
    environment = {
        "HOME": str(home),
        "PATH": os.defpath,
        "NOTES": str(tmp_path),
        "PULUMI_HOME": str(home),
        "PULUMI_BACKEND_URL": f"file://{state}",
        "PULUMI_CONFIG_PASSPHRASE": "a passphrase",
        "PULUMI_IGNORE_AMBIENT_PLUGINS": "true",
        "PULUMI_SKIP_UPDATE_CHECK": "true",
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
    }
    made = Project(folder, environment, engine.cli)
    made.settings("name: tiny\nruntime: python\n")
    made.run("stack", "init", "dev")
    return made
