"""Days on which something stops for everybody."""

from datetime import date

GLOBAL_TOKENS_END = date(2026, 12, 1)
"""Personal access tokens that are good for all organisations stop working (Azure DevOps Blog, 2025-12)."""

OLD_ISSUER_ENDS = date(2027, 7, 1)
"""The token issuer of Azure DevOps itself retires; service connections use Entra's instead.

Source: https://learn.microsoft.com/azure/devops/pipelines/release/convert-service-connections
"""
