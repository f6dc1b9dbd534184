"""Documents as Markdown: `view` reads the page again, `blocks` arranges its lines, `syntax` writes them."""
