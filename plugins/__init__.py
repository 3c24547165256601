"""Lodestar's plugins: one small package for each feature, listed by full name in `pelicanconf.py`."""

from lodestar.engine.loading import listen

listen()
