"""Text to model: YAML, GitHub Actions, CircleCI, dev containers, shell commands."""
