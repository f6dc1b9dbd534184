"""Render documents as Markdown: `view` finds the structure of the kept lines, the other modules write it."""
