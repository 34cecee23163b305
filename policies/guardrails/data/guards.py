"""What guards a service connection or a repository: the types, and fixtures for examples."""

from guardrails.data.fixtures import Fixture, fixture

APPROVAL = "azuredevops:index/checkApproval:CheckApproval"
BRANCH_CONTROL = "azuredevops:index/checkBranchControl:CheckBranchControl"
BRANCH_POLICY = "azuredevops:index/branchPolicyMinReviewers:BranchPolicyMinReviewers"
EXCLUSIVE_LOCK = "azuredevops:index/checkExclusiveLock:CheckExclusiveLock"

_APPROVERS = "4f0c5c3f-1b19-4d43-8a0e-2b0f7c0e7b61"
_TARGET = {"projectId": "${support.id}", "targetResourceId": "${azure.id}", "targetResourceType": "endpoint"}


def approval(**properties: object) -> Fixture:
    """An approval of each use of the connection `azure`."""
    return fixture(APPROVAL, **_TARGET, approvers=[_APPROVERS], **properties)


def branch_control(branches: str = "refs/heads/main") -> Fixture:
    """What lets the connection `azure` be used from some branches only."""
    return fixture(BRANCH_CONTROL, **_TARGET, allowedBranches=branches, verifyBranchProtection=True)


def exclusive_lock() -> Fixture:
    """What lets the connection `azure` be used by one run at a time only."""
    return fixture(EXCLUSIVE_LOCK, **_TARGET)


def branch_policy(reviewers: int) -> Fixture:
    """What asks for reviewers before a change gets into the main branch."""
    settings = {"reviewerCount": reviewers, "scopes": [{"matchType": "DefaultBranch"}]}
    return fixture(BRANCH_POLICY, projectId="${support.id}", enabled=True, blocking=True, settings=settings)
