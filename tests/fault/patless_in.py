"""`patless` on the sandbox of a test: PATLESS_IN names its folder; the engine is the pinned one."""

import os
from pathlib import Path

import patless.engine
from patless import cli
from patless.engine import install
from patless.project import ROOT
from patless.sandbox import folder

folder.FOLDER = Path(os.environ["PATLESS_IN"])
patless.engine.installed = lambda root: install(ROOT / ".patless/tests", print, pinned=True)

cli.main()
