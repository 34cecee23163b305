"""`patless check` of real previews: what the engine and its pack say, told in the check's words."""

import base64
import json
import shutil
import subprocess
import urllib.parse
from datetime import UTC, datetime, timedelta

import pytest
from guardrails import RULES

from patless.check.at_ref import Guardrails, take
from patless.check.preview import Engine, preview
from patless.check.removals import CHECKS
from patless.project import ROOT
from patless.sandbox.folder import STACK

pytestmark = pytest.mark.engine

CANARY = "canary-7f3a9c51"
PROGRAM = f"""
import os

import pulumi
import pulumi_azuredevops as azuredevops
from pulumi import InvokeOptions, ResourceOptions

stage = os.environ.get("STAGE", "")
provider = azuredevops.Provider(
    "azure-devops",
    org_service_url="https://dev.azure.com/contoso",
    tenant_id="8f0c1f6e-0d0c-4b56-9a63-1f6f0a6f2b11",
)
own = ResourceOptions(provider=provider)
support = azuredevops.get_project(name="Support", opts=InvokeOptions(provider=provider))
connection = azuredevops.ServiceEndpointGitHub(
    "app",
    project_id=support.id,
    service_endpoint_name="app",
    description="Clones by the GitHub app.",
    auth_oauth={{"oauth_configuration_id": "00000000-0000-0000-0000-000000000001"}},
    opts=own,
)
if stage != "unguarded":
    azuredevops.CheckExclusiveLock(
        "one-by-one",
        project_id=support.id,
        target_resource_id=connection.id,
        target_resource_type="endpoint",
        opts=own,
    )
if stage == "token":
    azuredevops.ServiceEndpointGitHub(
        "legacy",
        project_id=support.id,
        service_endpoint_name="legacy",
        auth_personal={{"personal_access_token": pulumi.Output.secret("{CANARY}")}},
        opts=own,
    )
if stage == "broken":
    raise RuntimeError("the program is broken")
"""


@pytest.fixture
def here(lab):
    lab.program(PROGRAM)
    return lab


def test_a_token_is_found_on_its_line_and_told_in_no_format(here):
    before = here.fingerprint()
    files = ["o.md", "o.json", "o.sarif", "o.xml", "o.txt"]

    done = here.check(*[word for file in files for word in ("--output", file)], STAGE="token")

    assert done.code == 1, done.err
    assert here.fingerprint() == before
    found = report(here)
    told = {(one["rule"], one["name"]): one for one in found["findings"] if one["level"] == "mandatory"}
    line = PROGRAM.split('"legacy"')[0].count("\n")
    assert told["no-pat-connection", "legacy"]["file"] == "__main__.py"
    assert told["no-pat-connection", "legacy"]["line"] in range(line, line + 8)
    assert found["errors"] == []
    texts = [done.out, done.err, *((here.folder / file).read_text() for file in files)]
    for text in texts:
        assert "Traceback" not in text
        assert "KeyboardInterrupt" not in text
        for spelled in (CANARY, base64.b64encode(CANARY.encode()).decode(), urllib.parse.quote(CANARY)):
            assert spelled not in text


def test_a_disabled_pack_is_never_green_and_finds_all_the_same(here):
    (here.folder / "off.json").write_text('{"all": "disabled"}')

    done = here.check("--policy-pack-config", "off.json", STAGE="token")

    assert done.code == 1
    assert "guardrails-in-force" in done.out
    assert "mandatory: no-pat-connection (critical) on legacy" in done.out


def test_no_option_in_the_environment_leaves_the_token_out(here):
    done = here.check(STAGE="token", PULUMI_OPTION_EXCLUDE="**legacy", PULUMI_OPTION_SHOW_SECRETS="true")

    assert done.code == 1
    assert "mandatory: no-pat-connection (critical) on legacy" in done.out
    assert CANARY not in done.out + done.err


def test_a_guard_that_a_change_takes_away_is_found_unless_it_is_exempt(here):
    # The connection is no good, by other rules; what the change does is what is looked at.
    here.up(PULUMI_OPTION_POLICY_PACK="")

    same, less = here.check("--new-only"), here.check("--new-only", "--output", "o.json", STAGE="unguarded")
    (lost,) = [one for one in report(here)["findings"] if one["rule"] == "keeps-checks"]
    exemption = {
        "rule": "keeps-checks",
        "resource": lost["urn"],
        "reason": "The runs are kept apart by the environment now.",
        "owner": "sg-support",
        "ticket": "SUP-12",
        "expires": f"{datetime.now(UTC) + timedelta(days=20):%Y-%m-%d}",
        "fingerprint": lost["fingerprint"],
    }
    (here.folder / "exemptions.yaml").write_text(json.dumps([exemption]))
    variables = {"PATLESS_EXEMPTIONS": str(here.folder / "exemptions.yaml")}
    exempt = here.check("--new-only", STAGE="unguarded", **variables)

    assert same.code == 0, same.out + same.err
    assert "nobody may do more or less than before" in same.out
    assert less.code == 1
    assert "- the service connection app of the project" in less.out
    assert "mandatory: keeps-checks (high) on one-by-one" in less.out
    assert exempt.code == 0, exempt.out + exempt.err
    assert "exempt: keeps-checks (high) on one-by-one" in exempt.out
    assert "-exemptions" not in exempt.out


def report(here):
    return json.loads((here.folder / "o.json").read_text())


def test_a_program_that_fails_has_no_verdict(here):
    done = here.check(STAGE="broken")

    assert done.code == 3
    assert "the program is broken" in done.out
    assert "no verdict" in done.out
    assert "  next:     " in done.err


def test_a_stack_that_there_is_not_has_no_verdict(here):
    done = here.check("--stack", "nothing")

    assert done.code == 3
    assert "no stack named" in done.err
    assert "Traceback" not in done.err


def test_the_pack_of_a_git_ref_judges_the_preview(here, tmp_path):
    repository = tmp_path / "repository"
    shutil.copytree(ROOT / "policies", repository / "policies", ignore=shutil.ignore_patterns("__pycache__"))
    author = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "first"]):
        subprocess.run(["git", *author, *words], cwd=repository, check=True, capture_output=True)
    (repository / "policies/__main__.py").write_text("raise SystemExit('weakened')\n")
    copies = (tmp_path / "copies").resolve()
    copies.mkdir()
    guardrails = take(
        Guardrails(repository / "policies", here.sandbox.environment()), "HEAD", copies, repository
    )

    engine = Engine(here.sandbox.engine.cli, guardrails.environment, here.folder)
    log = preview(engine, guardrails.pack, {}, STACK).log

    assert log.resource_rules | log.stack_rules >= {rule.id for rule in RULES} - set(CHECKS)


def test_the_example_is_told_in_plain_words(lab):
    done = lab.check(cwd=ROOT)

    assert done.code in (0, 1), done.err
    assert "  + ticket-triage may do what the group [Support]\\Contributors may" in done.out
    assert "  + ticket-triage is a member of the organisation with the access level Basic" in done.out
    assert "  cost: " in done.out


def test_the_sandbox_of_the_checkout_is_asked_by_one_word(lab, monkeypatch):
    from patless.commands import check

    monkeypatch.setattr(check, "SANDBOX", lab.sandbox.folder)
    monkeypatch.setattr(check, "_installed", lambda: lab.sandbox.engine)

    environment = check._environment(sandbox=True)

    assert environment["PATLESS_SANDBOX"] == str(lab.sandbox.folder)
    assert "PATLESS_PROFILE" not in environment


SPY = """
import json
import os
import pathlib

pathlib.Path("seen.json").write_text(json.dumps(dict(os.environ)))
"""
KEPT = {
    "GH_TOKEN": CANARY,
    "SYSTEM_ACCESSTOKEN": CANARY,
    "ACTIONS_ID_TOKEN_REQUEST_TOKEN": CANARY,
    "ARM_CLIENT_SECRET": CANARY,
    "AZURE_CLIENT_SECRET": CANARY,
    "AZDO_PERSONAL_ACCESS_TOKEN": CANARY,
}


def test_the_code_under_check_gets_no_token_of_the_job(lab):
    lab.program(SPY)

    done = lab.check(**KEPT, passed=["GH_TOKEN"])

    seen = json.loads((lab.folder / "seen.json").read_text())
    assert {name for name, value in seen.items() if value == CANARY} == {"GH_TOKEN"}
    assert "kept from the code under check: ACTIONS_ID_TOKEN_REQUEST_TOKEN, ARM_CLIENT_SECRET" in done.err
    assert CANARY not in done.out + done.err
