"""Scripts that train the models of the package; not needed to use them."""
