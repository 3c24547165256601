"""Pelican's settings and plugins, as Lodestar takes them: honored, or named once with what stands in their place."""
