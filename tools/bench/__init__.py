"""Builds measured beside other generators, on the same posts, in one run."""
