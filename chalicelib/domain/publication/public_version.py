"""A ticket as the public reads it: personal data and redacted passages are covered, in every text."""

from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet
from dataclasses import replace

from chalicelib.domain.publication.private_data import NIK, PLATE, Passage, find_private, without_overlaps
from chalicelib.domain.publication.publication_rules import PublicationRules
from chalicelib.domain.tickets.publication import ADDRESS, DESCRIPTION, Redaction, answer_text, note_text
from chalicelib.domain.tickets.ticket import Case, Note, Report

REDACTED = "redacted"
"""The kind of a passage that the coordinator has redacted."""

COVERED_IN_NOTES = frozenset({NIK, PLATE})
"""What is covered in answers of OPDs, who give their own telephone numbers, accounts and links to the citizen."""

Label = Callable[[str], str]
"""What stands in the place of a passage of this kind."""


def public_version(case: Case, rules: PublicationRules, label: Label) -> Case:
    """The case with everything covered that the public does not read; whether it reads any of it, the ticket tells."""
    redactions = case.ticket.publication.redactions
    report = _covered_report(case.ticket.report, rules.covered, redactions, label)
    in_notes = rules.covered & COVERED_IN_NOTES
    notes = tuple(_covered_note(note, in_notes, redactions, label) for note in case.notes)
    return replace(case, ticket=replace(case.ticket, report=report), notes=notes)


def _covered_report(report: Report, kinds: AbstractSet[str], redactions: tuple[Redaction, ...], label: Label) -> Report:
    def covered(name: str, text: str) -> str:
        return cover(text, [*find_private(text, kinds), *_redacted(name, redactions)], label)

    return replace(
        report,
        description=covered(DESCRIPTION, report.description),
        place=replace(report.place, address=covered(ADDRESS, report.place.address)),
        attributes={code: covered(answer_text(code), answer) for code, answer in report.attributes.items()},
    )


def _covered_note(note: Note, kinds: AbstractSet[str], redactions: tuple[Redaction, ...], label: Label) -> Note:
    passages = [*find_private(note.text, kinds), *_redacted(note_text(note.sequence), redactions)]
    return replace(note, text=cover(note.text, passages, label)) if passages else note


def _redacted(name: str, redactions: Iterable[Redaction]) -> list[Passage]:
    return [Passage(each.start, each.end, REDACTED) for each in redactions if each.text == name]


def cover(text: str, passages: Iterable[Passage], label: Label) -> str:
    """The text with a label in the place of each passage."""
    pieces, at = [], 0
    for passage in without_overlaps(list(passages)):
        pieces += [text[at : passage.start], label(passage.kind)]
        at = passage.end
    return "".join([*pieces, text[at:]])
