"""A plug-in's process: `python -m azdo_emulator.providers azuredevops ENGINE`."""

import importlib
import sys

from azdo_emulator.providers.serving import serve

if __name__ == "__main__":
    package = sys.argv[1].replace("-", "_")
    serve(importlib.import_module(f"azdo_emulator.providers.{package}").PROVIDER)
