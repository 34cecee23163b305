"""What was seen of an organisation at one moment, and what could not be seen."""
