"""A finding about an organisation, and how it is written for people and for machines."""
