"""The part of SARIF 2.1.0 that the reports use: which keys an object may have, and which it must.

Written from the standard's sections 3.13 to 3.59; a key or value that is not listed here is a problem.
"""

import re

TEXT, NUMBER, FLAG, ANY = str, int, bool, object
URI = re.compile(r"[A-Za-z0-9%._~:/?#@!$&'()*+,;=-]+")

# A key that must be there ends in "!"; a list has the shape of its elements.
SHAPES = {
    "log": {"$schema": "uri", "version!": {"2.1.0"}, "runs!": ["run"]},
    "run": {
        "tool!": "tool",
        "automationDetails": {"id": TEXT},
        "columnKind": {"utf16CodeUnits", "unicodeCodePoints"},
        "invocations": ["invocation"],
        "results": ["result"],
    },
    "tool": {"driver!": "component"},
    "component": {"name!": TEXT, "semanticVersion": TEXT, "rules": ["descriptor"]},
    "descriptor": {
        "id!": TEXT,
        "shortDescription": "message",
        "fullDescription": "message",
        "help": "message",
        "helpUri": "uri",
        "defaultConfiguration": {"enabled": FLAG, "level": {"none", "note", "warning", "error"}},
        "properties": ANY,
    },
    "message": {"text!": TEXT, "markdown": TEXT},
    "invocation": {
        "executionSuccessful!": FLAG,
        "exitCode": NUMBER,
        "toolExecutionNotifications": ["notification"],
    },
    "notification": {"level": {"none", "note", "warning", "error"}, "message!": "message"},
    "result": {
        "ruleId": TEXT,
        "ruleIndex": NUMBER,
        "kind": {"notApplicable", "pass", "fail", "review", "open", "informational"},
        "level": {"none", "note", "warning", "error"},
        "message!": "message",
        "locations": ["location"],
        "partialFingerprints": ANY,
        "suppressions": ["suppression"],
    },
    "location": {"physicalLocation": "physical", "logicalLocations": ["logical"]},
    "physical": {"artifactLocation!": {"uri": "uri", "uriBaseId": TEXT}, "region": {"startLine": NUMBER}},
    "logical": {"name": TEXT, "fullyQualifiedName": TEXT, "kind": TEXT},
    "suppression": {
        "kind!": {"inSource", "external"},
        "status": {"accepted", "underReview", "rejected"},
        "justification": TEXT,
    },
}


def problems(log):
    """What is wrong with a log."""
    found = list(_problems(log, "log", "log"))
    for run in log.get("runs", []):
        rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
        if len(rules) != len(set(rules)):
            found.append("two rules have one id")
        found += [
            f"{result['ruleId']} is not at {result['ruleIndex']}"
            for result in run["results"]
            if rules[result["ruleIndex"]] != result["ruleId"]
        ]
    return found


def _problems(value, shape, path):
    if shape == "uri":
        if not isinstance(value, str) or not URI.fullmatch(value):
            yield f"{path} is no URI"
    elif isinstance(shape, str):
        yield from _problems(value, SHAPES[shape], path)
    elif isinstance(shape, set):
        if value not in shape:
            yield f"{path} is {value}"
    elif isinstance(shape, list):
        if not isinstance(value, list):
            yield f"{path} is no list"
        else:
            for index, one in enumerate(value):
                yield from _problems(one, shape[0], f"{path}[{index}]")
    elif isinstance(shape, dict):
        yield from _object(value, shape, path)
    elif not isinstance(value, shape) or (shape is NUMBER and value < 0):
        yield f"{path} is {value!r}"


def _object(value, shape, path):
    if not isinstance(value, dict):
        yield f"{path} is no object"
        return
    known = {key.rstrip("!"): inner for key, inner in shape.items()}
    yield from (f"{path} lacks {key}" for key in shape if key.endswith("!") and key[:-1] not in value)
    for key, inner in value.items():
        if key not in known:
            yield f"{path} has an unknown key {key}"
        else:
            yield from _problems(inner, known[key], f"{path}.{key}")
