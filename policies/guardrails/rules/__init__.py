"""One rule in each file, and nothing else: every module here has a `RULE`."""

from importlib import import_module
from pkgutil import iter_modules

from guardrails.engine.rule import Rule

RULES: tuple[Rule, ...] = tuple(
    import_module(f"{__name__}.{module.name}").RULE
    for module in sorted(iter_modules(__path__), key=lambda module: module.name)
)
"""All rules, in the order of their names."""
