"""Solves puzzles as a browser does."""

from itertools import count

from chalicelib.domain.rate_limits.puzzles import Puzzle


def solution_of(text):
    """The first solution, by trying."""
    issued, bits, _ = text.split(".")
    puzzle = Puzzle(text, int(issued), int(bits))
    return next(str(n) for n in count() if puzzle.is_solved_by(str(n)))
