"""`patless check`: what a change breaks, and whom it lets do what."""

import os
import shutil
import sys
import tempfile
import traceback
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from patless.check.at_ref import FILES as NAMED
from patless.check.at_ref import PROFILE, Flat, Guardrails, take
from patless.check.request import Request, is_program
from patless.check.verdict import Verdict
from patless.errors import CouldNotRun, PatlessError
from patless.project import ROOT

# Whatever imports `guardrails` is imported late: --guardrails-from decides which ones these are.
if TYPE_CHECKING:
    from patless.check.change import Subject
    from patless.check.manifest import Manifest
    from patless.check.preview import Engine
    from patless.check.report import Report

SANDBOX = ROOT / ".patless/sandbox"
CONFIG = "PULUMI_OPTION_POLICY_PACK_CONFIG"


def check(
    sandbox: Annotated[bool, typer.Option("--sandbox", help="Preview on the sandbox.")] = False,
    state: Annotated[
        str | None, typer.Option(metavar="FILE", help="A saved stack: `pulumi stack export`; - is stdin.")
    ] = None,
    plan: Annotated[
        str | None, typer.Option(metavar="FILE", help="A saved change: `pulumi preview --json`; - is stdin.")
    ] = None,
    stack: Annotated[str | None, typer.Option(help="The stack to preview.")] = None,
    cwd: Annotated[Path, typer.Option(help="The folder of the program.")] = Path(),
    format_: Annotated[
        str, typer.Option("--format", help="What to print: text, markdown, json, junit or sarif.")
    ] = "text",
    output: Annotated[
        list[str] | None,
        typer.Option(metavar="FILE", help="Also write a .txt, .md, .json, .sarif or .xml; repeatable."),
    ] = None,
    new_only: Annotated[bool, typer.Option("--new-only", help="Only findings that the change adds.")] = False,
    guardrails_from: Annotated[
        str | None, typer.Option(metavar="REF", help="Rules, profile and exemptions of this git ref.")
    ] = None,
    policy_pack_config: Annotated[
        str | None, typer.Option(metavar="FILE", help="The configuration that runs give to the pack.")
    ] = None,
    pass_env: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Pass a variable on to the code under check; repeatable."),
    ] = None,
) -> None:
    """Check a preview (or --plan, or --state) by the guardrails, and tell who may newly do what.

    Ends with 0: clean, 1: mandatory findings, 2: wrong usage, 3: could not run.
    """
    request = Request(sandbox, state, plan, stack, cwd, new_only, policy_pack_config, tuple(pass_env or ()))
    request.refuse()
    with tempfile.TemporaryDirectory(prefix="patless-guardrails-") as copies:
        try:
            present = _present(request)
            guardrails = _at_ref(present, guardrails_from, Path(copies).resolve())
            code = _report(request, guardrails, format_, output or [])
        except CouldNotRun as error:
            sys.stderr.write(f"patless: {error}\n")
            code = Verdict.COULD_NOT_RUN
        except PatlessError:
            raise
        except Exception as error:
            code = _broken(error)
    raise typer.Exit(int(code))


def _broken(error: Exception) -> Verdict:
    """How a check ends that fails by a mistake of its own; Python's 1 would say that there are findings."""
    # Only the class: the text of an exception can quote the value that it stumbled over.
    sys.stderr.write("".join(traceback.format_tb(error.__traceback__)))
    sys.stderr.write(
        f"patless: the check failed with {type(error).__name__}, by a mistake of its own\n"
        "  expected: a report\n"
        "  next:     report this as a bug of Patless, with the lines above\n"
    )
    return Verdict.COULD_NOT_RUN


def _present(request: Request) -> Guardrails:
    """The guardrails of the checkout."""
    environment = _environment(request.sandbox)
    return Guardrails(ROOT / "policies", environment, request.config or environment.get(CONFIG))


def _environment(sandbox: bool) -> Mapping[str, str]:
    """The variables of the run."""
    if not sandbox:
        return os.environ
    from patless.sandbox.folder import Sandbox

    made = Sandbox(SANDBOX, _installed())
    sys.stderr.write(f"sandbox: a cloud on this machine, in {SANDBOX}; nothing here reaches a real one\n")
    made.prepare()
    chosen = {name: os.environ[name] for name in (*NAMED, PROFILE) if name in os.environ}
    return made.environment() | chosen


def _installed() -> Any:
    from patless.engine import installed

    try:
        return installed(ROOT)
    except PatlessError as error:
        raise CouldNotRun(error.what, error.expected, error.todo) from None


def _at_ref(present: Guardrails, ref: str | None, copies: Path) -> Guardrails:
    """The guardrails to go by, which `import guardrails` gives from now on."""
    if ref is None:
        return present
    found = take(present, ref, copies, Path.cwd())
    sys.path.insert(0, str(found.pack))
    if not (found.pack / "guardrails/engine").is_dir():
        sys.meta_path.insert(0, Flat())
    import guardrails

    if not Path(guardrails.__file__).resolve().is_relative_to(found.pack.resolve()):
        raise RuntimeError("the guardrails of the checkout were imported before those of the ref")
    _require_fit(ref)
    return found


def _require_fit(ref: str) -> None:
    try:
        from patless.check import report  # noqa: F401 - imports whatever the check needs of the guardrails
    except ImportError:
        raise CouldNotRun(
            f"the guardrails at {ref} are of another version than this patless",
            "a ref whose guardrails have what the check needs",
            f"run the patless of that ref: git worktree add ../guardrails {ref}",
        ) from None


def _report(request: Request, guardrails: Guardrails, format_: str, output: list[str]) -> Verdict:
    """Check, and write the report wherever it is wanted."""
    from patless.check import formats, preview

    # Before the preview, which takes a while: whoever mistyped is told at once.
    shown = formats.named(format_)
    files = [(Path(file), formats.of_file(file)) for file in output]
    found = _checked(request, guardrails)
    for path, form in files:
        try:
            path.write_text(form(found), encoding="utf-8")
        except OSError as error:
            reason = (error.strerror or "unknown reason").lower()
            raise PatlessError(
                f"{path} cannot be written: {reason}", "a folder that is there", "make it"
            ) from None
    sys.stdout.write(shown(found))
    if found.verdict is Verdict.COULD_NOT_RUN:
        raise preview.did_not_end()
    return found.verdict


def _checked(request: Request, guardrails: Guardrails) -> "Report":
    from guardrails import RULES, in_force

    from patless.check import pack_config, program
    from patless.check.report import report

    enforcement = in_force(guardrails.environment, RULES)
    config = pack_config.read(guardrails.config, RULES) if guardrails.config else None
    for_engine = config.for_engine(enforcement, RULES) if config else {}
    project = request.project()
    subject = _subject(request, guardrails, for_engine, project)
    return report(
        subject,
        guardrails,
        enforcement,
        RULES,
        replace(_manifest(_folder(subject, project)), program=program.lines(project, subject.project)),
        config=config,
        new_only=request.new_only,
        prefix=_from_here(project),
    )


def _subject(
    request: Request, guardrails: Guardrails, for_engine: Mapping[str, Any], project: Path
) -> "Subject":
    from patless.check import change, preview, reading

    if request.plan:
        subject = reading.plan(request.plan)
        if request.state:
            return change.against(subject, reading.state(request.state))
        return reading.whole(subject, request.plan)
    if request.state:
        return change.standing(reading.state(request.state), f"state {request.state}")
    if not is_program(project):
        raise CouldNotRun(
            f"there is no Pulumi.yaml in {project} or above it",
            "the folder of a program",
            "name it with --cwd; or give --state or --plan",
        )
    from patless.engine.pulse import Pulse

    engine = _engine(request, guardrails, project)
    _say("the engine previews the program")
    with Pulse(_say, "the preview goes on"):
        return preview.preview(engine, guardrails.pack, for_engine, request.stack)


def _say(line: str) -> None:
    sys.stderr.write(f"check: {line}\n")


def _engine(request: Request, guardrails: Guardrails, project: Path) -> "Engine":
    from patless.check import environment
    from patless.check.preview import Engine

    given = environment.environment(guardrails.environment, request.pass_env)
    try:
        cli = _installed().cli
    except CouldNotRun:
        # The pack works alone, with an engine of the user's own.
        on_path = shutil.which("pulumi", path=guardrails.environment.get("PATH"))
        if on_path is None:
            raise
        cli = Path(on_path)
    if names := environment.kept_back(guardrails.environment, given):
        _say(f"kept from the code under check: {', '.join(names)} (--pass-env NAME passes one on)")
    return Engine(cli, given, project)


def _from_here(folder: Path) -> str:
    """The folder as a beginning of paths that people can open from where they are."""
    relative = os.path.relpath(folder, Path.cwd())
    return "" if relative == "." else f"{relative}/"


def _folder(subject: "Subject", project: Path) -> Path | None:
    """The folder of the stack's manifest, as the program looks for it; None where it has none."""
    from patless.check.snapshot import WORKLOAD

    if named := subject.config.get("patless:folder"):
        return project / named
    beside = project / "stacks" / subject.stack
    if subject.stack and beside.is_dir():
        return beside
    ours = ROOT / "stacks" / subject.stack
    made_here = any(entry["type"] == WORKLOAD for entry in (*subject.before, *subject.after))
    return ours if made_here and ours.is_dir() else None


def _manifest(folder: Path | None) -> "Manifest":
    """What is written in a stack's folder, as far as it can be read: the preview tells its mistakes."""
    from patless.check import manifest

    if folder is None:
        return manifest.Manifest()
    from stacks.manifest.folder import look
    from stacks.manifest.reading import read

    found = look(folder)
    organization, members, *workloads = (
        read(path, found.name(path)) if path is not None else None
        for path in (found.organization, found.members, *found.workloads)
    )
    return manifest.of(organization, members, workloads, _from_here(folder.parent.parent))
