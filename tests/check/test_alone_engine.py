"""The policy pack works alone: two lines, for a program in any language that knows nothing of Patless."""

import re
import shutil
import subprocess

import pytest

from patless.engine.step import Skipped
from patless.project import ROOT
from tests.check.yaml_host import build

pytestmark = pytest.mark.engine


@pytest.fixture
def python(lab):
    """The example's program, with a stack of its own."""
    folder = copied(lab, "alone")
    settings = folder / "Pulumi.yaml"
    settings.write_text(settings.read_text().replace("../../.venv", str(ROOT / ".venv")))
    return folder


@pytest.fixture
def yaml(lab):
    """The same in YAML, with the host that it needs."""
    try:
        host = build.host()
    except Skipped as reason:
        pytest.skip(str(reason))
    plugin = lab.sandbox.folder / f"home/plugins/language-yaml-v{build.VERSION}"
    plugin.mkdir()
    shutil.copy2(host, plugin)
    return copied(lab, "alone-yaml")


def copied(lab, example):
    folder = lab.folder / example
    shutil.copytree(ROOT / "examples" / example, folder, ignore=shutil.ignore_patterns("__pycache__"))
    assert pulumi(lab, folder, "stack", "init", "alone").returncode == 0
    return folder


@pytest.fixture(params=["python", "yaml"])
def alone(request):
    return request.getfixturevalue(request.param)


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
    assert "[mandatory] [severity: critical]  no-pat-connection" in with_pack.stdout
    assert "not-a-real-token" not in with_pack.stdout


def test_the_pack_lets_the_program_pass_without_the_token(lab, alone):
    for file in alone.iterdir():
        if file.is_file():
            kept = [line for line in file.read_text().splitlines() if "not-a-real-token" not in line]
            file.write_text("\n".join(kept) + "\n")

    done = pulumi(lab, alone, "preview", "--policy-pack", str(ROOT / "policies"))

    assert done.returncode == 0, done.stdout
    assert "[mandatory]" not in done.stdout


@pytest.mark.parametrize(
    ("language", "file", "declaration"),
    [
        ("python", "__main__.py", "azuredevops.ServiceEndpointGitHub("),
        ("yaml", "Pulumi.yaml", "  support-scripts:"),
    ],
)
def test_the_check_reports_on_the_same_program_with_the_line(lab, request, language, file, declaration):
    alone = request.getfixturevalue(language)
    line = 1 + (alone / file).read_text().splitlines().index(declaration)

    done = lab.check("--stack", "alone", cwd=alone)

    assert done.code == 1
    assert "mandatory: no-pat-connection (critical) on support-scripts (ServiceEndpointGitHub)" in done.out
    (told,) = re.findall(rf"where:    {file}:(\d+)", done.out)
    # Python tells a line of the call, not always its first.
    assert int(told) in range(line, line + 7)
    for unwanted in ("not-a-real-token", "Traceback", "KeyboardInterrupt"):
        assert unwanted not in done.out + done.err
