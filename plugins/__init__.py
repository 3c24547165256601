"""Lodestar's plugins: one small package a job, named in full in `pelicanconf.py`."""

from plugins.loading import listen

listen()
