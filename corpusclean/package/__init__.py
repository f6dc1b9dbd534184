"""What a release is made of: its rows, its files, its cards, its version; `corpusclean.releases` puts it together."""
