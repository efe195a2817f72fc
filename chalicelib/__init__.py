"""Sedulur: what ships to Lambda."""

__version__ = "0.2.0.dev0"  # the same as in pyproject.toml
