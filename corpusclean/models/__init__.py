"""The trained models, each with a card (*.md) that describes its training data and its quality.

`charsets`, `text` and `characters` evaluate the language models of characters; `metadata` and `page_types` read weights.
The networks of lines and blocks are evaluated in `corpusclean.mark`.
"""
