"""Moves a WordPress blog in: export files (WXR) become content that builds at once; nothing is lost, nothing leaked.

The way of the data: `wxr` reads exports into the frozen values of `model`, and `visibility` takes out of every text what
not everybody could see, before anything else is read; `index` holds what must be known of all
items before the first is written; `body` makes of each text what WordPress served, `markdown` what the author will
edit; `items`, `terms`, `comments` and `addresses` make files of it; `write` puts them below the content folder.
"""
