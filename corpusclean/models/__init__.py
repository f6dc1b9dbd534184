"""Small trained models, each with a card beside it that says what it was trained on and how well it does."""
