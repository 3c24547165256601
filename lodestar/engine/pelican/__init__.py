"""Pelican's settings and plugins in Lodestar: honored, or reported once with what replaces them."""
