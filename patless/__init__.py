"""The Patless tool: set up the engine, run the sandbox, deploy, check."""
