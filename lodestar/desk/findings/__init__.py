"""Checks of a text: small functions over plain values, one module per subject, without file access or clock.

`desk.checking` calls them. Each function yields `TextFinding` values.
"""

from lodestar.desk.findings.finding import Ask, Fix, Level, Put, Rename, Swap, TextFinding

__all__ = ["Ask", "Fix", "Level", "Put", "Rename", "Swap", "TextFinding"]
