"""The explorer's screens, from the whole atlas down to one step."""
