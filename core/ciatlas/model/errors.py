"""The one base of failures that are told to people."""


class CiatlasError(Exception):
    """A failure whose message is one sentence: what happened and what to do about it."""
