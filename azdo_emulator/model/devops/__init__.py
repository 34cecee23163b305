"""Azure DevOps: one organisation, its projects, groups, members and service connections."""
