"""Moves followers by mail: reads and checks lists of other services, and writes them for the next service."""
