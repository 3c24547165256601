"""What is worth mending in a text: small functions over plain values, one module a subject, without files or clock.

`desk.checking` calls them for the desk, `commands/check.py` may call them too. Each function yields `Finding` values.
"""

from desk.findings.finding import Ask, Finding, Level, Put, Swap

__all__ = ["Ask", "Finding", "Level", "Put", "Swap"]
