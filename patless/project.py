"""The checkout that Patless works in."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
"""The clone that this package is installed from (`uv sync` installs it editable)."""
