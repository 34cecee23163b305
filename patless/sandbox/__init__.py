"""An Azure DevOps organisation, an Entra tenant and a subscription on a laptop."""
