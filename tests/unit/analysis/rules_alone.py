"""The rules that ship, without the weights of words, which guess what rules do not say."""

from dataclasses import replace

from ciatlas.analysis.activities import load_rules
from ciatlas.analysis.activities.weights import Weights

RULES = replace(load_rules(), digest="rules alone", weights=Weights())
