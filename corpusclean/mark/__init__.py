"""Find boilerplate: voters mark lines, cuts follow from the marks."""
