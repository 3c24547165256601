"""The project's folder. Standard library only: commands need it before any package is installed."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
