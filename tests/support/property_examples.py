"""How hard properties are tried: in CI as hard as a merge needs it, elsewhere with a quarter of the examples.

The profiles are in `tests/conftest.py`. Both draw the same examples at every run, and the few are the first of the
many: a property that holds here and not in CI is one that only a rarer example breaks.
"""

from hypothesis import settings

IN_CI = 100
"""Examples of a property that asks for nothing else."""


def examples(in_ci):
    """For `settings(max_examples=…)`: so many in CI, and as large a share of them elsewhere as the profile has."""
    return max(1, in_ci * settings.default.max_examples // IN_CI)
