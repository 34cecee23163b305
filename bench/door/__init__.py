"""How much the sandbox's REST door bears, at organisations of several sizes."""
