"""The trained models and the code that evaluates them; each has a card (*.md) with its training data and quality."""
