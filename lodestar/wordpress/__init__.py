"""Moves a WordPress blog in: export files (WXR) become content that builds at once; nothing is lost, nothing leaked.

The data flow: `wxr` reads exports into the frozen values of `model`, and `visibility` removes from every text what
not everybody could see, before anything else reads it; `index` collects what must be known of all
items before the first is written; `body` turns each text into WordPress's HTML, `markdown` into what the author will
edit; `items`, `terms`, `comments` and `addresses` make files of these; `write` puts them into the content folder.
"""
