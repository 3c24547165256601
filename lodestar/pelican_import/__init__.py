"""Moves in from a site made with Pelican: Pelican itself reads it, in a child process, and its texts become content."""
