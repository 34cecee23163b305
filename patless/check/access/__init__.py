"""Who may do what where, told from the resources of a stack."""
