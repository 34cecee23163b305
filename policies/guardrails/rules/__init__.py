"""One rule in each file, and nothing else: every module here has a `RULE`."""

from importlib import import_module
from pathlib import Path

from guardrails.engine.rule import Rule

RULES: tuple[Rule, ...] = tuple(
    import_module(f"{__name__}.{path.stem}").RULE for path in sorted(Path(__file__).parent.glob("[a-z]*.py"))
)
"""All rules, in the order of their names."""
