"""Azure: subscriptions, resource groups, managed identities."""
