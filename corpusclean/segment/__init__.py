"""Convert a decoded document, HTML or plain text, to a `Page` of lines."""
