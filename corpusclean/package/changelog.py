"""Write the CHANGELOG.md of a release: a paragraph per version, newest first."""

from __future__ import annotations

_TITLE = "# Changelog\n\n"


def changelog(version: str, what: str, before: str = "") -> bytes:
    """Put a version on top of the changelog of its parent.

    Args:
        version: the new version.
        what: the changes in words.
        before: the changelog of the parent, "" if there is none.

    Returns:
        The new content of the file.

    >>> print(changelog("1.1.0", "One row more.", "# Changelog\\n\\n## 1.0.0\\n\\nThe first.\\n").decode())
    # Changelog
    <BLANKLINE>
    ## 1.1.0
    <BLANKLINE>
    One row more.
    <BLANKLINE>
    ## 1.0.0
    <BLANKLINE>
    The first.
    <BLANKLINE>
    """
    older = before.removeprefix(_TITLE)
    entry = f"## {version}\n\n{what}\n"
    return f"{_TITLE}{entry}{chr(10) if older else ''}{older}".encode()
