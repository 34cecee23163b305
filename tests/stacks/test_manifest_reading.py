"""Files that cannot be read as they are: each is refused with its line, and a way on."""

import os

import pytest

from stacks.manifest.reading import LARGEST
from stacks.manifest.scalar import scalar
from stacks.manifest.tree import DEEPEST

ORGANIZATION = "organization.yaml"
WORKLOAD = "workloads/platform/ticket-triage.yaml"
COLON = "a colon where none can be"
RESERVED = "a text that begins with a reserved character"
STRAY = "this does not continue what comes before it"

# the text and what replaces it, the line, the key, what is wrong
NOT_YAML = {
    "a colon in a text": ("Labels and", "Labels: and", 2, "", COLON),
    "a quote without its end": ("purpose: ", "purpose: '", 2, "", "a quoted text without its end"),
    "a brace without its end": ("Contributors}", "Contributors", 8, "", "a { without its }"),
    "a bracket without its end": ("[sg-support]", "[sg-support", 3, "", "a [ without its ]"),
    "a bracket without its beginning": ("[sg-support]", "]", 3, "", "a bracket without its beginning"),
    "a line without a colon": ("tags: {", "tags {\nx: {", 9, "", "a line without a colon"),
    "a reserved character": ("Labels and", "@Labels and", 2, "", RESERVED),
    "a text after a quote": ("Labels and", "'Labels' and", 2, "", STRAY),
    "a line that is indented less": ("name:", "   name:", 2, "", "this line is indented less than the first"),
    "a backslash in double quotes": (
        "group: Contributors", r'group: "[Support]\Contributors"', 8, "",
        "a backslash that means nothing here",
    ),
    "an escape beyond Unicode": ("Labels and", r'"\Uffffffff"', 2, "", "this cannot be read as YAML"),
    "a list on a key's line": (": [sg-support]", ": - sg", 3, "", "a list item where none can be"),
    "an anchor": ("[sg-support]", "&all [sg-support]", 3, "owners", "an anchor (&all)"),
    "an alias": ("[sg-support]", "*all", 3, "owners", "an alias (*all)"),
    "a tag": (": managed", ": !!str managed", 4, "identity", "a tag (a word after !)"),
    "a duplicate key": ("tags:", "owners: [sg]\ntags:", 9, "owners", "this key is already on line 3"),
    "a duplicate key in a list": (
        "group: Contributors", "group: Readers, group: Contributors", 8, "azure_devops.member_of[0].group",
        "this key is already on line 8",
    ),
    "a second document": ("tags:", "---\ntags:", 9, "", "a second document begins here"),
    "a key that is a list": ("tags:", "[a, b]: c\ntags:", 9, "", "a key that is not text"),
    "a key that is an alias": ("tags:", "*a : c\ntags:", 9, "", None),
    "a tab": ("  access_level", "\taccess_level", 6, "", "a tab"),
    "a space that does not break": (
        "purpose: ", "purpose:\N{NO-BREAK SPACE}", 2, "", "an invisible character (U+00A0 no-break space)",
    ),
    "a character that turns the line around": (
        "# an Entra", "# \N{RIGHT-TO-LEFT OVERRIDE}an", 3, "",
        "an invisible character (U+202E right-to-left override)",
    ),
    "a line end that editors do not show": (
        "Labels", "La\N{LINE SEPARATOR}bels", 2, "", "an invisible character (U+2028 line separator)",
    ),
    "a control character in disguise": (
        "Labels and", r'"\e[31m" #', 2, "purpose", "a character that cannot be shown (U+001B)",
    ),
    "half a character in disguise": (
        "Labels and", r'"\ud83d" #', 2, "purpose", "a character that cannot be shown (U+D83D)",
    ),
}  # fmt: skip


@pytest.mark.parametrize("mistake", NOT_YAML)
def test_refuses(stack, mistake):
    old, new, line, key, what = NOT_YAML[mistake]
    stack.change(WORKLOAD, old, new)

    first = stack.refusal().problems[0]

    assert (first.file, first.line, first.key) == (f"stacks/contoso/{WORKLOAD}", line, key)
    assert what is None or first.what == what
    assert first.expected
    assert first.todo


@pytest.mark.parametrize(
    ("content", "line", "what"),
    [
        (b"\xef\xbb\xbfname: a\n", 1, "the file begins with a byte order mark"),
        ("name: a\n".encode("utf-16"), 1, "the file is saved as UTF-16"),
        (b"name: a\npurpose: caf\xe9\n", 2, "bytes that are not UTF-8"),
        (b"x" * (LARGEST + 1024), 1, "a file of 257 kB"),
        (b"x" * 10_000_000, 1, "a file of 9,765 kB"),
        (b"name: \x00\n", 1, "an invisible character (U+0000)"),
    ],
)
def test_refuses_bytes_that_are_no_manifest(stack, content, line, what):
    stack.write(WORKLOAD, content)

    problem = stack.problem()

    assert (problem.line, problem.key, problem.what) == (line, "", what)


@pytest.mark.parametrize("file", [ORGANIZATION, "members.yaml", "workloads/support/mailroom-bot.yaml"])
@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("\towners: x", "a tab"),
        ("owners: &all [x]", "an anchor (&all)"),
        ("owners: *all", "an alias (*all)"),
        ("<<: {owners: x}", "unknown key"),
        ("owners: 1\nowners: 2", "this key is already on line 1"),
        ("\N{BYTE ORDER MARK}owners: x", "the file begins with a byte order mark"),
    ],
)
def test_every_kind_of_file_is_read_strictly(example, file, line, what):
    example.write(file, f"{line}\n{example.read(file)}")

    assert what in {problem.what for problem in example.refusal().problems if problem.file.endswith(file)}


@pytest.mark.parametrize("opening", ["[", "{", "- ", "? ", "{a: ", "[a, "])
def test_refuses_a_nesting_bomb_before_it_goes_off(stack, opening):
    stack.write(WORKLOAD, "a: " * opening.startswith(("[", "{")) + opening * 500)

    problem = stack.problem()

    assert problem.line == 1
    assert problem.what in (f"more than {DEEPEST} levels of lists and mappings", "a key that is not text")


def test_an_alias_bomb_is_refused_without_being_built(stack):
    levels = "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 20))
    stack.write(WORKLOAD, "a0: &a0 [x]\n" + levels)

    assert {problem.what.partition(" (")[0] for problem in stack.refusal().problems} == {
        "an anchor",
        "an alias",
    }


@pytest.mark.parametrize(
    ("text", "value"),
    [("", None), ("~", None), ("true", True), ("False", False), ("12", 12), ("-1.5e3", -1500.0), (".5", 0.5)]
    + [
        (text, text)
        for text in ("yes", "off", "2027-05-31", "1_000", "0x1f", "1:30", "nULL", "9" * 5000, "٣")
    ],
)
def test_an_unquoted_text_is_what_a_reader_takes_it_for(text, value):
    assert scalar(text) == value
    assert type(scalar(text)) is type(value)


def test_refuses_a_linked_file(stack, tmp_path):
    outside = tmp_path / "outside.yaml"
    (stack.path / WORKLOAD).rename(outside)
    (stack.path / WORKLOAD).symlink_to(outside)

    problem = stack.problem()

    assert (problem.file, problem.what) == (f"stacks/contoso/{WORKLOAD}", "a symbolic link")


def test_refuses_a_linked_folder(stack, tmp_path):
    (tmp_path / "outside").mkdir()
    (stack.path / "workloads" / "others").symlink_to(tmp_path / "outside", target_is_directory=True)

    problem = stack.problem()

    assert (problem.file, problem.what) == ("stacks/contoso/workloads/others", "a symbolic link")


def test_the_stack_itself_may_be_reached_through_a_link(stack, tmp_path):
    (tmp_path / "link").symlink_to(stack.path.parent, target_is_directory=True)
    stack.path = tmp_path / "link" / "contoso"

    assert [workload.name for workload in stack.load().workloads] == ["ticket-triage"]


def test_refuses_what_is_no_file_without_waiting_for_it(stack):
    os.mkfifo(stack.path / "workloads" / "pipe.yaml")

    assert stack.problem().what == "not an ordinary file"


def test_refuses_a_file_that_may_not_be_read(stack, monkeypatch):
    def denied(path):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("pathlib.Path.read_bytes", denied)

    assert {problem.what for problem in stack.refusal().problems} == {"cannot be read: permission denied"}


@pytest.mark.parametrize(
    ("name", "what", "nearest"),
    [
        ("workload/a.yaml", "not part of a stack", "workloads"),
        ("organisation.yaml", "not part of a stack", "organization.yaml"),
        ("people.yaml", "not part of a stack", None),
        ("member.yaml", "not part of a stack", "members.yaml"),
        ("workloads/a.yml", "not read, because of how its name ends", None),
        ("workloads/a.json", "not read, because of how its name ends", None),
        ("workloads/a.YAML", "not read, because of how its name ends", None),
    ],
)
def test_what_would_be_overlooked_is_refused(stack, name, what, nearest):
    stack.write(name, "name: a\n")

    problem = stack.problem()

    assert problem.file in (f"stacks/contoso/{name}", f"stacks/contoso/{name.partition('/')[0]}")
    assert (problem.what, problem.nearest) == (what, nearest)


def test_a_missing_organization_file_is_told(stack):
    (stack.path / ORGANIZATION).unlink()

    problem = stack.problem()

    assert (problem.file, problem.what) == ("stacks/contoso/organization.yaml", "the file is missing")


def test_a_stack_that_does_not_exist_is_told_the_nearest(stack):
    stack.path = stack.path.with_name("contosso")

    problem = stack.problem()

    assert (problem.file, problem.what, problem.nearest) == (
        "stacks/contosso",
        "there is no such stack",
        "contoso",
    )


def test_a_folder_in_a_files_place_is_not_taken_for_no_members(stack):
    (stack.path / "members.yaml").mkdir()

    assert stack.problem().what == "a folder where a file belongs"


def test_a_file_in_a_folders_place_is_not_taken_for_an_empty_stack(stack):
    (stack.path / WORKLOAD).unlink()
    (stack.path / "workloads" / "platform").rmdir()
    (stack.path / "workloads").rmdir()
    stack.write("workloads", "")

    assert stack.problem().what == "a file where a folder belongs"


def test_a_name_that_controls_the_terminal_is_shown_harmless(stack):
    stack.write("workloads/\x1b[31mred.yaml", "- a")

    assert "\x1b" not in str(stack.refusal())
    assert r"\u001b[31mred.yaml:1: a list where" in str(stack.refusal())
