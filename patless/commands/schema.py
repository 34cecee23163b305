"""`patless schema`: what a manifest may say, for editors and for people."""

import json
from collections.abc import Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from stacks.manifest.document import Document

WHERE = {
    "organization": "organization.yaml",
    "members": "members.yaml",
    "workload": "workloads/{team}/{name}.yaml",
}
"""Where in a stack's folder each kind of file is."""

PAGE = """\
# The manifest

What the files of a stack (`stacks/{stack}/`) may say. This page is generated:
`patless schema --markdown > docs/reference/manifest.md`.

A key that is not listed here is an error that names the file, the line and the nearest known key. `[]` stands
for each item of a list, `{…}` for a key of your own.

## In an editor

`patless schema workload` prints the JSON Schema of a workload; `organization` and `members` are the other
kinds. An editor that speaks to [yaml-language-server](https://github.com/redhat-developer/yaml-language-server)
completes and checks the keys from it. Write it once:

```
mkdir -p .patless/schema
patless schema workload > .patless/schema/workload.json
```

Then either let every workload name it in its first line, by its path from that file,

```yaml
# yaml-language-server: $schema=../../../../.patless/schema/workload.json
```

or let the editor know it for all of them, as in the settings of Visual Studio Code:

```json
{"yaml.schemas": {".patless/schema/workload.json": "stacks/*/workloads/**/*.yaml"}}
```
"""


class Kind(StrEnum):
    """The kinds of files in a manifest."""

    ORGANIZATION = "organization"
    MEMBERS = "members"
    WORKLOAD = "workload"


def schema(
    kind: Annotated[Kind | None, typer.Argument(help="One kind of file; left out, all by kind.")] = None,
    as_page: Annotated[bool, typer.Option("--markdown", help="Print the reference page instead.")] = False,
    _: Annotated[bool, typer.Option("--json", hidden=True)] = True,
) -> None:
    """Print the JSON Schema of the manifests, which editors complete from."""
    from stacks import manifest

    if as_page:
        print(page(), end="")
        return
    found = manifest.schema()
    print(json.dumps(found[kind] if kind else found, indent=2, ensure_ascii=False))


def page() -> str:
    """The reference page of the manifest, in Markdown."""
    from stacks.manifest import Members, Organization, Workload

    models: dict[str, type[Document]] = {
        "organization": Organization,
        "members": Members,
        "workload": Workload,
    }
    return PAGE + "".join(_section(kind, model) for kind, model in models.items())


def _section(kind: str, model: "type[Document]") -> str:
    from stacks.manifest.json_schema import at

    rows = "".join(f"{row}\n" for row in _rows(model, (), ""))
    return (
        f"\n## `{WHERE[kind]}`\n\n{at(model, ())['description']}\n\n"
        f"| Key | Needed | What it says | What fits |\n| --- | --- | --- | --- |\n{rows}"
    )


def _rows(model: "type[Document]", path: tuple[str, ...], shown: str) -> Iterator[str]:
    """A row for each key below a path; the path as the page shows it ends where a key's name begins."""
    from stacks.manifest.json_schema import at, keys

    above = at(model, path)
    for key in keys(above):
        below = (*path, key)
        inner = at(model, below)
        name = shown + key
        yield _row(name, inner, _needed(key, above))
        if "items" in inner:
            yield from _rows(model, (*below, "*"), f"{name}[].")
        elif "patternProperties" in inner:
            yield from _rows(model, (*below, "*"), f"{name}.{{…}}.")
        else:
            yield from _rows(model, below, f"{name}.")


def _needed(key: str, above: dict[str, Any]) -> str:
    if any(key in choice.get("required", ()) for choice in above.get("oneOf", ())):
        return "one of these"
    return "yes" if key in above.get("required", ()) else ""


def _row(name: str, fragment: dict[str, Any], needed: str) -> str:
    from stacks.manifest.json_schema import example, expected

    fits = "" if "properties" in fragment else expected(fragment)
    # Words that are listed need no example, and no default is more than a word or a number.
    if fits and "`" not in fits and (sample := example(fragment)):
        fits += f", as `{sample}`"
    default = fragment.get("default")
    if isinstance(default, str | int | float):
        fits += f" (`{json.dumps(default)}` when left out)"
    cells = [f"`{name}`", needed, fragment.get("description", ""), fits]
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
