"""Voters mark the lines of a page that are boilerplate; `cuts` turns marks into cuts.

- rules: `rules` and `context_rules`, which depend on other lines (`rule_contexts`) and, in HTML, on `sections`;
  `rule_files` reads the rules, `rule_automata` and `rule_clues` match many patterns at once, `line_shapes` normalizes
  lines for them
- other voters: `structure` (hidden lines, `<nav>`, …), `duplicates`, `trafilatura_extractor` (with `alignment`)
- the model of plain text: `line_model` chooses thresholds for the scores of `line_network`; `line_features` and
  `line_words` make its inputs
- the model of HTML: `block_model`, `block_network`; `block_features`, `block_tree`, `block_names` and
  `block_head_overlap` make its inputs, `block_pooling` its means over groups of lines
- both networks: `exact_layers`, `word_vectors`, `single_thread`
"""
