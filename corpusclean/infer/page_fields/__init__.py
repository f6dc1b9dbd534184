"""Claim what describes a page as a whole, one module a field.

- `language`, `page_type`, `section`, `url`
- `rights` (licence, reservations), `notices` (flags for pages without a text, reservations in words)
"""
