"""Replication: the claims of a study, each computed from the data, with where that stands."""

from ciatlas.analysis.replication.claims import Claim, Claims, load_claims, replicate

__all__ = ["Claim", "Claims", "load_claims", "replicate"]
