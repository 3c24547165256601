"""Where the project is. Standard library only: commands ask before any package is installed."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
