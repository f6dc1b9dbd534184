"""Claim the dates of publication and modification.

- `declared` in the head and the URL; `printed` on the lines; `captions`; `relative` ("3 hours ago")
"""
