"""Read input documents: one module for each kind of input."""
