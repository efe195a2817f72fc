"""Command-line arguments of `staff`."""

from argparse import SUPPRESS, ArgumentParser
from typing import Any

from infra.aws.account import add_options

GROUP = "coordinator, leader, auditor, or an OPD's code"


def staff_arguments(parser: ArgumentParser) -> None:
    """Add the options and actions of `staff`."""
    add_options(parser, required=False)
    actions = parser.add_subparsers(required=True, metavar="action", dest="action")
    add = _action(actions, "add", "let somebody in; again: add groups")
    add.add_argument("--group", action="append", required=True, help=f"{GROUP} (repeatable)")
    add.add_argument("--email", help="Cognito sends the first password there; also for forgotten passwords")
    add.add_argument("--name", help="as colleagues call them")
    _parser(actions, "list", "everybody, with groups")
    groups = _action(actions, "groups", "show or change somebody's groups")
    groups.add_argument("--add", action="append", default=[], metavar="GROUP", help=GROUP)
    groups.add_argument("--remove", action="append", default=[], metavar="GROUP", help=GROUP)
    _action(actions, "disable", "let somebody in no more, and end their sessions")
    _action(actions, "enable", "let somebody in again")
    remove = _action(actions, "remove", "take somebody out for good; the name stays in the history")
    remove.add_argument("--yes", action="store_true", help="do not ask")
    reset = _action(actions, "reset", "give a new first password, and end all sessions")
    reset.add_argument("--totp", action="store_true", help="forget the authenticator too: the phone is lost")
    totp = _parser(actions, "totp", "whether the members of a group must use an authenticator")
    totp.add_argument("group", help=GROUP)
    totp.add_argument("switch", choices=("on", "off"))


def _action(actions: Any, name: str, purpose: str) -> ArgumentParser:
    parser = _parser(actions, name, purpose)
    parser.add_argument("username", help="user name: small letters, digits, dots, hyphens")
    return parser


def _parser(actions: Any, name: str, purpose: str) -> ArgumentParser:
    """`--stage` may stand before the action or after it."""
    parser: ArgumentParser = actions.add_parser(name, help=purpose, description=purpose)
    add_options(parser, required=False, default=SUPPRESS)
    return parser
