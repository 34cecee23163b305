"""Entra: tenants and what their directories hold."""
