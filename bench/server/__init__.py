"""How much the sandbox's HTTP server bears, at organisations of several sizes."""
