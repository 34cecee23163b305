"""The policy pack works alone: two lines, for a program that knows nothing of Patless."""

import shutil
import subprocess

import pytest

from patless.project import ROOT

pytestmark = pytest.mark.engine


@pytest.fixture
def alone(lab):
    """The example's program, with a stack of its own."""
    folder = shutil.copytree(
        ROOT / "examples/alone", lab.folder / "alone", ignore=shutil.ignore_patterns("__pycache__")
    )
    settings = folder / "Pulumi.yaml"
    settings.write_text(settings.read_text().replace("../../.venv", str(ROOT / ".venv")))
    assert pulumi(lab, folder, "stack", "init", "alone").returncode == 0
    return folder


def pulumi(lab, folder, *words):
    """Plain `pulumi`, with no pack but one that is named."""
    environment = lab.sandbox.environment()
    del environment["PULUMI_OPTION_POLICY_PACK"]
    return subprocess.run(
        [lab.sandbox.engine.cli, *words, "--non-interactive"],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def test_the_pack_refuses_what_the_program_alone_would_not(lab, alone):
    without_pack = pulumi(lab, alone, "preview")
    with_pack = pulumi(lab, alone, "preview", "--policy-pack", str(ROOT / "policies"))

    assert without_pack.returncode == 0, without_pack.stdout
    assert with_pack.returncode != 0
    assert "no-pat-connection" in with_pack.stdout
    assert "not-a-real-token" not in with_pack.stdout


def test_the_check_reports_on_the_same_program(lab, alone):
    done = lab.check("--stack", "alone", cwd=alone)

    assert done.code == 1
    assert "mandatory: no-pat-connection (critical) on support-scripts (ServiceEndpointGitHub)" in done.out
    assert "where:    __main__.py:" in done.out
    assert "not-a-real-token" not in done.out + done.err
