"""The documentation of the rules, a page for each: `python -m guardrails.engine.pages` writes it."""

from collections.abc import Iterator, Mapping
from io import StringIO
from pathlib import Path
from typing import Any

from guardrails import RULES
from guardrails.data.connection_credentials import CONNECTIONS, WITHOUT_SECRET
from guardrails.data.other_credentials import PROVIDERS, RESOURCES
from guardrails.engine.catalogue import catalogue
from guardrails.engine.credential import Credential, Kind
from guardrails.engine.exemptions import EMERGENCY, LIMITS
from guardrails.engine.finding import Severity

FOLDER = Path(__file__).resolve().parents[3] / "docs/reference/rules"

WRITTEN = "<!-- Written by `python -m guardrails.engine.pages`; change the rule, not this page. -->\n"

ABOUT = {
    "resource": "one resource, which it stops before it is created",
    "stack": "how the resources of a stack hang together, when all of them are known",
    "change": "what a change takes away, which `patless check` finds; a policy pack is never shown it",
    "guardrails": "what the guardrails are set to, and what they let pass",
}

EXEMPTION = """\
Write into `policies/exemptions.yaml`, with the resource and the fingerprint that `patless check` tells (with
another fingerprint, the rule [current-exemptions](current-exemptions.md) tells it too):

```yaml
- rule: {id}
  resource: urn:pulumi:prod::contoso::…::name
  reason: Why this resource has to break the rule for now.
  owner: sg-support
  ticket: SUP-12
  expires: 2027-01-31
  fingerprint: "host:7d793037a0760186,projectId:?"
```

It may end {days} days ahead at most, and ends by itself when an input changes. In an emergency,
`incident: INC-7` instead of ticket and fingerprint gives {hours} hours. An exempt finding is still shown, as
advice.
"""


def pages() -> dict[str, str]:
    """The text of every page, by file name."""
    entries = catalogue(RULES)
    made = {f"{entry['id']}.md": "".join(_page(entry)) for entry in entries}
    return {"README.md": "".join(_index(entries)), "credentials.md": "".join(_credentials()), **made}


def write(folder: Path = FOLDER) -> None:
    """Write the pages, and take away those of rules that there are no more."""
    folder.mkdir(parents=True, exist_ok=True)
    texts = pages()
    for path in folder.glob("*.md"):
        if path.name not in texts:
            path.unlink()
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")


def _page(entry: Mapping[str, Any]) -> Iterator[str]:
    yield f"# {entry['id']}\n\n{WRITTEN}\n{entry['title']}\n\n"
    yield "| | |\n|---|---|\n"
    for name, value in _facts(entry).items():
        yield f"| {name} | {value} |\n"
    yield f"\n## Why\n\n{entry['threat']}\n\n## How to keep it\n\n{entry['fix']}\n\n"
    for heading, kind in (("Before", "bad"), ("After", "good")):
        yield f"## {heading}\n\n"
        for example in entry["examples"][kind]:
            yield from _example(example)
    if entry["settings"]:
        yield "## Settings\n\nIn `policies/guardrails.yaml`, or in the file of `--policy-pack-config`.\n\n"
        yield "| Setting | Kind | Default | |\n|---|---|---|---|\n"
        for name, one in entry["settings"].items():
            yield f"| `{name}` | {one['kind']} | {_value(one['default'])} | {_cell(one['description'])} |\n"
        yield "\n"
    if entry["about"] != "guardrails":
        days = LIMITS[Severity(entry["severity"])].days
        hours = int(EMERGENCY.total_seconds() // 3600)
        yield "## How to be exempt\n\n" + EXEMPTION.format(id=entry["id"], days=days, hours=hours) + "\n"
    yield "## References\n\n"
    yield from (f"- [{one['id']}]({one['url']})\n" for one in entry["references"])


def _facts(entry: Mapping[str, Any]) -> dict[str, str]:
    others = [f"{level} in {name}" for name, level in entry["levels"].items() if level != entry["level"]]
    locked = "yes: no setting disables or lowers it, only the profile `audit` does"
    return {
        "Severity": entry["severity"],
        "Level": ", ".join([entry["level"], *others]),
        "Looks at": ABOUT[entry["about"]],
        "Locked": locked if entry["locked"] else "no",
        "In the program too": "yes: a bare `pulumi up` refuses as well" if entry["in_program"] else "no",
    }


def _example(example: Mapping[str, Any]) -> Iterator[str]:
    yield f"{example['title']}\n\n```yaml\n"
    if example["environment"]:
        yield f"# Variables that are set: {', '.join(example['environment'])}\n"
    for file, text in (("guardrails", example["settings"]), ("exemptions", example["exemptions"])):
        if text:
            yield f"# policies/{file}.yaml\n{text}"
    if example["before"]:
        yield f"# What there was\n{_yaml({'resources': example['before']})}---\n# What the change leaves\n"
    if example["resources"] or example["before"]:
        yield _yaml({"resources": example["resources"]})
    elif not (example["settings"] or example["exemptions"]):
        yield "# policies/guardrails.yaml and policies/exemptions.yaml say nothing\n"
    yield "```\n\n"


def _yaml(value: object) -> str:
    from ruamel.yaml import YAML

    writer = YAML(typ="safe", pure=True)
    writer.default_flow_style = False
    writer.sort_base_mapping_type_on_output = False  # type: ignore[assignment]  # typed as None
    writer.width = 100
    out = StringIO()
    writer.dump(_plain(value), out)
    return out.getvalue()


def _plain(value: object) -> object:
    """The same in types that YAML has."""
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value


def _index(entries: list[dict[str, Any]]) -> Iterator[str]:
    yield f"# The rules\n\n{WRITTEN}\n"
    yield "What the guardrails refuse. How to run them, and how to choose a profile: `policies/README.md`. "
    yield "Which inputs count as credentials: [credentials](credentials.md).\n\n"
    yield "| Rule | What is true of a stack that keeps it | Severity | Level | Baseline | Strict |\n"
    yield "|---|---|---|---|---|---|\n"
    for one in entries:
        levels = " | ".join([one["levels"]["standard"], one["levels"]["baseline"], one["levels"]["strict"]])
        yield f"| [{one['id']}]({one['id']}.md) | {_cell(one['title'])} | {one['severity']} | {levels} |\n"


def _credentials() -> Iterator[str]:
    yield f"# Credentials\n\n{WRITTEN}\n"
    yield "Which inputs count as which kind of credential. A test compares this with the installed SDKs.\n\n"
    yield "## Service connections\n\n| Type | Credentials | With no secret |\n|---|---|---|\n"
    for name, row in CONNECTIONS.items():
        yield f"| {name} | {_row(row)} | {WITHOUT_SECRET.get(name, 'not possible')} |\n"
    yield "\n## Providers and other resources\n\n| Type | Credentials |\n|---|---|\n"
    for name, row in {**PROVIDERS, **RESOURCES}.items():
        if _row(row):
            yield f"| `{name}` | {_row(row)} |\n"


def _row(row: tuple[Credential, ...]) -> str:
    cells = []
    for one in row:
        if one.kind is not Kind.NONE:
            what = f"`{one.input}`" if one.input else "the resource itself"
            kinds = f"{one.kind}, or {one.otherwise}" if one.otherwise is not Kind.NONE else one.kind.value
            cells.append(f"{what}: {kinds}")
    return "; ".join(cells)


def _value(value: object) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(f"`{_cell(str(one))}`" for one in value) or "none"
    return f"`{_cell(str(value).lower() if isinstance(value, bool) else str(value))}`"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    write()
