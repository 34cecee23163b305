"""How long `patless inventory` takes, beside a bare client that makes the same calls."""
