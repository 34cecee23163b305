"""Runs one Pulumi program; it imports nothing of Patless, so any environment with the SDK can run it."""

import asyncio
import json
import logging
import runpy
import sys
import traceback
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Any

USER_WAS_TOLD = 32
"""The exit code after which the engine adds no message of its own."""

NO_SDK = """\
{missing} is not installed in {environment}
  expected: the package `pulumi` in the environment that runs the program
  next:     install it there, or correct `virtualenv` in Pulumi.yaml
"""


def main() -> None:
    """Runs what the language host describes on stdin."""
    described = json.load(sys.stdin)
    program = Path(described["program"])
    sys.path.insert(0, str(_folder(program)))
    sys.argv = [str(program), *described["arguments"]]
    try:
        code = _run(program, described)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    sys.exit(code)


def _run(program: Path, described: dict[str, Any]) -> int:
    try:
        import pulumi
        import pulumi.runtime
    except ModuleNotFoundError as error:
        sys.stderr.write(NO_SDK.format(missing=error.name, environment=sys.prefix))
        return 1
    pulumi.runtime.set_all_config(described["config"], described["secrets"])
    pulumi.runtime.configure(pulumi.runtime.Settings(**described["settings"]))
    # After a failure the resource graph is left with futures that nobody awaits; asyncio would report each.
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)

    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    threads = ThreadPoolExecutor(max_workers=4 * max(1, described["settings"]["parallel"]))
    loop.set_default_executor(threads)
    try:
        loop.run_until_complete(pulumi.runtime.run_in_stack(lambda: _execute(program)))
    except pulumi.RunError as error:
        pulumi.log.error(str(error))
        return USER_WAS_TOLD
    except Exception as error:
        pulumi.log.error(f"Program failed with an unhandled exception:\n{_told(error, _folder(program))}")
        return USER_WAS_TOLD
    finally:
        threads.shutdown(wait=True)
        loop.close()
    return 0


def _execute(program: Path) -> None:
    if program.is_dir() and not (program / "__main__.py").is_file():
        import pulumi

        raise pulumi.RunError(f"there is no __main__.py in {program}")
    runpy.run_path(str(program), run_name="__main__")


def _folder(program: Path) -> Path:
    return program if program.is_dir() else program.parent


def _told(error: Exception, folder: Path) -> str:
    """The traceback from the program's first line on; what called the program does not help its author."""
    frames: TracebackType | None = error.__traceback__
    while frames and folder not in Path(frames.tb_frame.f_code.co_filename).parents:
        frames = frames.tb_next
    shown = error.with_traceback(frames) if frames else error
    return "".join(traceback.format_exception(shown))


if __name__ == "__main__":
    main()
