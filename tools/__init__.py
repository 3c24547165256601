"""Tools for maintainers; no part of a build needs them."""
