"""Lodestar's plugins: one small package a job, named in full in `pelicanconf.py`."""

from lodestar.engine.loading import listen

listen()
