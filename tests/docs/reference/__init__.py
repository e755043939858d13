"""The pages of docs/reference, made from what the command, the catalogue and dbt say themselves.

``python -m tests.docs.reference`` writes all of them.
"""
