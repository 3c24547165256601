"""What machines read in a page: JSON-LD (schema.org) that says what the page shows, and nothing else.

Stands on `initialized`; templates call it by the name `structured_data`, see `components/head/structured-data.html`.
"""

from __future__ import annotations

from pelican import signals


def register() -> None:
    """Connect to Pelican."""
    from plugins.structured_data import hooks

    signals.initialized.connect(hooks.configure)
