"""Questions to a snapshot, each answered by findings."""
