"""What steps are for: rules as data, and the classifier that applies them."""

from ciatlas.analysis.activities.classifier import classify
from ciatlas.analysis.activities.loading import load_rules
from ciatlas.analysis.activities.rule_file import RuleError
from ciatlas.analysis.activities.ruled import Memory
from ciatlas.analysis.activities.rules import RuleSet

__all__ = ["Memory", "RuleError", "RuleSet", "classify", "load_rules"]
