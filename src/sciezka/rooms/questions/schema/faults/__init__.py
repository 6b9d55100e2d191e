"""What is wrong with a questionnaire, found rule by rule; ``schema.checking`` puts them together.

A rule that looks at words would rather stay silent than be wrong: whoever is warned too often stops reading warnings.
"""
