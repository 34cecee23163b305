"""Values survive the wire, with what is secret and what is not known yet."""

import pytest
from google.protobuf import struct_pb2
from hypothesis import given
from hypothesis import strategies as st

from azdo_emulator.providers.values import UNKNOWN, Secret, has_secret, is_known, plain, read, write

scalars = st.booleans() | st.integers(-(2**50), 2**50) | st.text() | st.just(UNKNOWN)
values = st.recursive(
    scalars | scalars.map(Secret),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text(), values, max_size=4))
def test_what_goes_out_comes_in(properties):
    assert read(write(properties)) == properties


def test_a_null_is_no_property():
    assert read(write({"a": None, "b": {"c": None}})) == {"b": {}}


@pytest.mark.parametrize(
    "sentinel",
    [
        "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
        "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
        "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
        "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
        "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
    ],
)
def test_every_kind_of_unknown_is_unknown(sentinel):
    struct = struct_pb2.Struct()
    struct.update({"a": sentinel})

    assert read(struct) == {"a": UNKNOWN}


def test_an_output_with_its_dependencies_is_its_value():
    struct = struct_pb2.Struct()
    signature = {"4dabf18193072939515e22adb298388d": "d0e6a833031e9bbcd3f4e8bde6ca49a4"}
    struct.update({"a": signature | {"value": "x", "secret": True}, "b": signature})

    assert read(struct) == {"a": Secret("x"), "b": UNKNOWN}


def test_a_whole_number_stays_one():
    assert read(write({"a": 3, "b": 3.5})) == {"a": 3, "b": 3.5}
    assert isinstance(read(write({"a": 3}))["a"], int)


def test_secrets_are_found_and_opened_at_any_depth():
    value = {"a": [{"b": Secret("x")}]}

    assert has_secret(value)
    assert plain(value) == {"a": [{"b": "x"}]}
    assert not has_secret(plain(value))


def test_an_unknown_is_found_at_any_depth():
    assert not is_known({"a": [Secret({"b": UNKNOWN})]})
    assert is_known({"a": [Secret({"b": "x"})]})


def test_a_secret_does_not_show_itself():
    assert "canary" not in repr(Secret("canary"))
