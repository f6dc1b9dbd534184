"""Find boilerplate: voters (rules and models) mark lines with a reason and a score; `cuts` turns marks into cuts."""
