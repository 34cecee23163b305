"""Property values as the engine sends them: plain data, of which some is secret and some not known yet."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from google.protobuf import struct_pb2

Values = dict[str, Any]
"""Properties by name."""


class Unknown:
    """A value that only a deployment will know; there is one of them, UNKNOWN."""

    def __repr__(self) -> str:
        return "unknown"


UNKNOWN = Unknown()


@dataclass(frozen=True)
class Secret:
    """A value that the engine encrypts and never shows."""

    value: Any

    def __repr__(self) -> str:
        return "secret"


# Words of the engine's protocol.
_SIGNATURE = "4dabf18193072939515e22adb298388d"
_SECRET = "1b47061264138c4ac30d75fd1eb44270"  # noqa: S105
_OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4"
_UNKNOWN_STRING = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
_UNKNOWNS = {
    _UNKNOWN_STRING,
    "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
    "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
    "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
    "030794c1-ac77-496b-92df-f27374a8bd58",
    "e48ece36-62e2-4504-bad9-02848725956a",
    "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
}


def read(struct: struct_pb2.Struct) -> Values:
    """Properties from the wire; a null is no property."""
    return _read_fields(struct.fields)


def write(values: Values) -> struct_pb2.Struct:
    """Properties for the wire."""
    return struct_pb2.Struct(
        fields={name: _write(value) for name, value in values.items() if value is not None}
    )


def plain(value: Any) -> Any:
    """The value without marks of secrecy, at any depth."""
    if isinstance(value, Secret):
        return plain(value.value)
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {name: plain(item) for name, item in value.items()}
    return value


def is_known(value: Any) -> bool:
    """Whether nothing of the value is still to come."""
    if isinstance(value, Secret):
        return is_known(value.value)
    if isinstance(value, list):
        return all(is_known(item) for item in value)
    if isinstance(value, dict):
        return all(is_known(item) for item in value.values())
    return value is not UNKNOWN


def has_secret(value: Any) -> bool:
    """Whether anything of the value is secret."""
    if isinstance(value, list):
        return any(has_secret(item) for item in value)
    if isinstance(value, dict):
        return any(has_secret(item) for item in value.values())
    return isinstance(value, Secret)


def secret(value: Any) -> Secret:
    """The value as a secret, once."""
    return value if isinstance(value, Secret) else Secret(value)


def _read_fields(fields: Mapping[str, struct_pb2.Value]) -> Values:
    found = {name: _read(value) for name, value in fields.items()}
    return {name: value for name, value in found.items() if value is not None}


def _read(value: struct_pb2.Value) -> Any:
    kind = value.WhichOneof("kind")
    if kind == "struct_value":
        return _read_struct(value.struct_value.fields)
    if kind == "list_value":
        return [_read(item) for item in value.list_value.values]
    if kind == "string_value":
        return UNKNOWN if value.string_value in _UNKNOWNS else value.string_value
    if kind == "bool_value":
        return value.bool_value
    if kind == "number_value":
        number = value.number_value
        return int(number) if number.is_integer() else number
    return None


def _read_struct(fields: Mapping[str, struct_pb2.Value]) -> Any:
    if _SIGNATURE not in fields:
        return _read_fields(fields)
    signature = fields[_SIGNATURE].string_value
    if signature not in (_SECRET, _OUTPUT):
        raise ValueError("the emulated plug-in takes no assets, archives or resources as inputs")
    value = _read(fields["value"]) if "value" in fields else UNKNOWN
    is_secret = signature == _SECRET or ("secret" in fields and fields["secret"].bool_value)
    return secret(value) if is_secret else value


def _write(value: Any) -> struct_pb2.Value:
    if value is UNKNOWN:
        return struct_pb2.Value(string_value=_UNKNOWN_STRING)
    if isinstance(value, Secret):
        marked = {_SIGNATURE: struct_pb2.Value(string_value=_SECRET), "value": _write(value.value)}
        return struct_pb2.Value(struct_value=struct_pb2.Struct(fields=marked))
    if isinstance(value, dict):
        return struct_pb2.Value(struct_value=write(value))
    if isinstance(value, list | tuple):
        items = [_write(item) for item in value]
        return struct_pb2.Value(list_value=struct_pb2.ListValue(values=items))
    if isinstance(value, bool):
        return struct_pb2.Value(bool_value=value)
    if isinstance(value, int | float):
        return struct_pb2.Value(number_value=value)
    if value is None:
        return struct_pb2.Value(null_value=struct_pb2.NULL_VALUE)
    return struct_pb2.Value(string_value=value)
