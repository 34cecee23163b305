"""The emulated plug-ins lie where the engine looks, for the versions that the SDKs ask for."""

import os

import pytest

from azdo_emulator.providers import azure_native, azuread, azuredevops, install
from azdo_emulator.providers.facts import load
from azdo_emulator.providers.installing import SDKS, version


@pytest.mark.parametrize("name", SDKS)
def test_the_facts_are_of_the_version_that_the_sdk_asks_for(name):
    assert load(name).version == version(SDKS[name])


def test_every_emulated_plug_in_has_an_sdk():
    assert {each.PROVIDER.name for each in (azuread, azuredevops, azure_native)} == set(SDKS)


def test_each_lies_in_the_folder_of_its_version_and_can_be_started(tmp_path):
    install(tmp_path)

    found = sorted(path for path in (tmp_path / "plugins").rglob("*") if path.is_file())

    assert [str(path.relative_to(tmp_path / "plugins")) for path in found] == [
        f"resource-{name}-v{version(sdk)}/pulumi-resource-{name}" for name, sdk in sorted(SDKS.items())
    ]
    assert all(os.access(path, os.X_OK) for path in found)


def test_installing_again_writes_nothing(tmp_path):
    install(tmp_path)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}

    install(tmp_path)

    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


def test_installing_repairs_what_was_damaged(tmp_path):
    install(tmp_path)
    [program] = tmp_path.rglob("pulumi-resource-azuredevops")
    good = program.read_text()
    program.write_text("damaged")

    install(tmp_path)

    assert program.read_text() == good
