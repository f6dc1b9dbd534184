"""What a page says about itself: each file reads one kind of metadata and claims it, with its evidence.

`resolve.infer` is the way in: it asks every file for its claims and picks one a field, or none.
"""
