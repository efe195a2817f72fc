"""Distribution of test files among processes: `pytest -n 2 --dist loadfile`.

Each process has its own emulators, ports, stages, temporary folders and browser. What they share is the folder of
built packages, of which one builds while the others wait (`tests/support/stage/built_packages.py`).
"""

from xdist.scheduler import LoadFileScheduling

TOGETHER = "tests/deploy/"
"""Its files share one deployed stage: one process takes them all, in their order."""


def longest_first(items):
    """The deploy tests first, since no other part is as long; the many short files of the units even out the end."""
    items.sort(key=lambda item: not item.nodeid.startswith(TOGETHER))


class ByFile(LoadFileScheduling):
    """File by file in the order of the collection, the deploy tests as if they were one file."""

    def __init__(self, config, log=None):
        config.option.loadscopereorder = False  # by number of tests, which says nothing of their length
        super().__init__(config, log)

    def _split_scope(self, nodeid):
        return TOGETHER if nodeid.startswith(TOGETHER) else super()._split_scope(nodeid)
