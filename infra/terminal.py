"""The terminal: questions to the person who typed a command, and standard input as a file."""

import sys
from typing import NoReturn, TextIO


class InputClosed(Exception):
    """Nobody can answer, or nothing can be read: standard input is closed. The message says what to do."""


def ask(question: str, otherwise: str) -> str:
    """Ask a question; return the typed answer without blanks around it.

    Raises:
        InputClosed: Nobody is there to answer; `otherwise` says how the command runs without the question.
    """
    try:
        return input(question).strip() if sys.stdin else _refuse(otherwise)
    except EOFError:
        print(file=sys.stderr)  # the question's line ends
        return _refuse(otherwise)


def standard_input() -> TextIO:
    """What is piped into the command.

    Raises:
        InputClosed: The command was started with standard input closed.
    """
    if sys.stdin is None:
        raise InputClosed("- stands for standard input, which is closed: pipe something in, or name a file.")
    return sys.stdin


def _refuse(otherwise: str) -> NoReturn:
    raise InputClosed(f"Nobody answered, because standard input is closed. {otherwise}")
