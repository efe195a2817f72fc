"""The terminal: questions to whoever types a command, and standard input as a file."""

import sys
from typing import TextIO


class InputClosed(Exception):
    """Nobody can answer, or nothing can be read: standard input is closed. The message says what to do."""


def ask(question: str, otherwise: str) -> str:
    """The typed answer without blanks around it.

    Raises:
        InputClosed: nobody is there to answer; `otherwise` says how the command runs without the question.
    """
    try:
        return input(question).strip() if sys.stdin else _nobody(otherwise)
    except EOFError:
        print(file=sys.stderr)  # the question's line ends
        return _nobody(otherwise)


def standard_input() -> TextIO:
    """What is piped into the command.

    Raises:
        InputClosed: the command was started with standard input closed.
    """
    if sys.stdin is None:
        raise InputClosed("- stands for standard input, which is closed: pipe something in, or name a file.")
    return sys.stdin


def _nobody(otherwise: str) -> str:
    raise InputClosed(f"Nobody answered, because standard input is closed. {otherwise}")
