"""What the rules know of the services, as tables; and the resources that their examples are made of."""
