"""Compare candidates and values by weights that were fitted on annotated pages.

- `conditional_logit` gives the probability of each candidate, and calibrates it
- `claim_groups` groups claims by value, and computes the features of the values
- `line_roles` makes features of the line model's predictions
"""
