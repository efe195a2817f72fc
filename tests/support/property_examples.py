"""Number of examples of property tests: all of them in CI, a quarter elsewhere.

The profiles are in `tests/conftest.py`. Both draw the same examples at every run, and the few are the first of the
many: a property that holds here and not in CI is one that only a rarer example breaks.
"""

from hypothesis import settings

IN_CI = 100
"""The number in CI of a property that sets no other."""


def examples(in_ci):
    """A number for `settings(max_examples=…)`: this one in CI, and the profile's share of it elsewhere."""
    return max(1, in_ci * settings.default.max_examples // IN_CI)
