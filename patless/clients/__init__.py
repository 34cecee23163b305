"""Clients of the services: signed in without a secret, in pages, and never faster than the service wants."""
