"""The frameworks that rules refer to."""

from guardrails.engine.rule import Reference


def owasp(number: int) -> Reference:
    """One of the OWASP top ten risks of continuous integration and delivery."""
    return Reference(f"CICD-SEC-{number}", "https://owasp.org/www-project-top-10-ci-cd-security-risks/")


def benchmark(control: str) -> Reference:
    """A control of the Microsoft cloud security benchmark, version 1."""
    return Reference(f"MCSB-1 {control}", "https://learn.microsoft.com/security/benchmark/azure/overview")


def ado_scanner(control: str) -> Reference:
    """A control of the Azure DevOps scanner."""
    return Reference(control, "https://github.com/azsk/ADOScanner")


def maester(test: str) -> Reference:
    """A test of Maester."""
    return Reference(test, "https://maester.dev/docs/tests/")


def microsoft(topic: str, page: str) -> Reference:
    """A page of Microsoft's documentation."""
    return Reference(topic, f"https://learn.microsoft.com/{page}")
