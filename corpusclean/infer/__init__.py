"""Infer the metadata of a page: each module claims values of one field or one kind, with their evidence.

`resolve.infer` is the entry point: it collects the claims of all modules and picks at most one value per field.
"""
