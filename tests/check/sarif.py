"""SARIF 2.1.0, by the models that are made from its schema."""

import copy

from pydantic import ValidationError
from pydantic_sarif.model import StaticAnalysisResultsFormatSarifVersion210JsonSchema as Log


def problems(log):
    """What is wrong with a log: by the schema, and in what one part says of another."""
    try:
        Log.model_validate(before_errata(log))
    except ValidationError as error:
        return [f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors()]
    return [problem for run in log["runs"] for problem in _in(run)]


def before_errata(log):
    """As the first schema had it: what the standard calls the status of a suppression was its state there."""
    older = copy.deepcopy(log)
    for suppression in suppressions(older):
        suppression["state"] = suppression.pop("status")
    return older


def suppressions(log):
    results = (result for run in log["runs"] for result in run["results"])
    return [one for result in results for one in result.get("suppressions", [])]


def _in(run):
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    if len(rules) != len(set(rules)):
        yield "two rules have one id"
    for result in run["results"]:
        if rules[result["ruleIndex"]] != result["ruleId"]:
            yield f"{result['ruleId']} is not at {result['ruleIndex']}"
