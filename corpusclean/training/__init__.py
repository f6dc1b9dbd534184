"""What makes the models that the package ships; not needed to use them."""
