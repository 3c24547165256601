"""Decap CMS beside the desk's own editor, for those who ask for it: `python3 tasks.py desk --editor`.

Decap is served by the desk itself, configured from our models, and its local backend is the desk: one small protocol
behind the same guard, so there is no second server and no Node at run time. What it saves goes through `front_matter.edit`:
keys it does not know stay, order and quotes stay, and a diff shows what was edited alone.
"""
