"""Plain YAML values, by the core schema of YAML 1.2."""

import re

Scalar = str | int | float | bool | None

NULL = {"", "~", "null", "Null", "NULL"}
BOOLEAN = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
# No id is longer, and Python refuses to convert thousands of digits: more of them are text.
INTEGER = re.compile(r"[-+]?[0-9]{1,18}", re.ASCII)
FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+\.[0-9]*|[0-9]+(?=[eE]))([eE][-+]?[0-9]+)?", re.ASCII)


def scalar(text: str) -> Scalar:
    """The value of an unquoted text: yes, no, on, off and dates are text."""
    if text in NULL:
        return None
    if text in BOOLEAN:
        return BOOLEAN[text]
    if INTEGER.fullmatch(text):
        return int(text)
    return float(text) if FLOAT.fullmatch(text) else text
