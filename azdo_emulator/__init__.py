"""Azure DevOps, Entra and Azure on one machine: what the services do, without the services."""
