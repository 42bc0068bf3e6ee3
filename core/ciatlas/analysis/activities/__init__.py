"""What steps are for: rules as data, and the classifier that applies them."""

from ciatlas.analysis.activities.classifier import Memo, Resolve, classify
from ciatlas.analysis.activities.rules import RuleError, RuleSet, load_rules

__all__ = ["Memo", "Resolve", "RuleError", "RuleSet", "classify", "load_rules"]
