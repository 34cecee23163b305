"""How rules are put to resources, and what is in force; only `pack` and `read_once` need Pulumi."""
