"""A plug-in's process: `python -m patless.sandbox.plugins azuredevops ENGINE`."""

import importlib
import sys

from patless.sandbox.plugins.serving import serve

if __name__ == "__main__":
    package = sys.argv[1].replace("-", "_")
    serve(importlib.import_module(f"patless.sandbox.plugins.{package}").PROVIDER)
