"""What is worth mending in a text: small functions over plain values, one module a subject, without files or clock.

`desk.checking` calls them for the desk, `commands/check.py` may call them too. Each function yields `TextFinding` values.
"""

from lodestar.desk.findings.finding import Ask, Fix, Level, Put, Rename, Swap, TextFinding

__all__ = ["Ask", "Fix", "Level", "Put", "Rename", "Swap", "TextFinding"]
