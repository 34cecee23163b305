"""Changes of a stack on the real engine: what a change from A to B does, beside B deployed alone."""
