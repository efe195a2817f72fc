"""Sedulur: what ships to Lambda."""

__version__ = "0.1.0"  # the same as in pyproject.toml
