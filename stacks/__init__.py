"""What is deployed: the manifest of each stack, and the program that turns it into components."""
