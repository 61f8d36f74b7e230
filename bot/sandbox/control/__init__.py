"""The control plane: what a person or a test does to the sandbox, over HTTP."""
