"""What Patless costs: its program beside a bare one that declares the same resources."""
