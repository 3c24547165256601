"""Where structured data meets Pelican's signals."""

from __future__ import annotations
