"""`patless check`: what a stack or a change breaks, and whom it lets do what."""
