"""A report in the catalogue's words: names for codes, labels for answers, and whether it is urgent."""

from chalicelib.domain.city.catalogue import Catalogue, Choice, Question, Service, Text
from chalicelib.domain.tickets.ticket import Report
from chalicelib.domain.values import value


@value
class Answer:
    """One extra answer: `code` as stored, `label` of the question, `words` as people read the answer."""

    question: str
    label: Text
    code: str
    words: Text


@value
class LocalizedReport:
    """A report as people read it. Codes that the catalogue no longer knows are shown as they are, so that an old
    report stays readable.
    """

    report: Report
    catalogue: Catalogue

    @property
    def service(self) -> Text:
        service = self._service
        return service.name if service else _as_is(self.report.service)

    @property
    def place(self) -> str:
        """`Desa Semampir, Kecamatan Pati`; empty where only coordinates are known."""
        return self.catalogue.place_name(self.report.place.area)

    @property
    def coordinates(self) -> str:
        """`-6.75123, 111.03812`, which every map understands; empty where only the area is known."""
        place = self.report.place
        return "" if place.lat is None or place.long is None else f"{place.lat:.5f}, {place.long:.5f}"

    @property
    def answers(self) -> tuple[Answer, ...]:
        questions = {question.code: question for question in self._service.questions} if self._service else {}
        return tuple(_answer(questions.get(code), code, answer) for code, answer in self.report.attributes.items())

    @property
    def is_urgent(self) -> bool:
        """Whether the form told the citizen to call an emergency number, for the service or for an answer."""
        service = self._service
        if service is None:
            return False
        chosen = (choice_of(question, self.report.attributes.get(question.code)) for question in service.questions)
        return bool(service.call) or any(choice.call for choice in chosen if choice)

    @property
    def _service(self) -> Service | None:
        return self.catalogue.services.get(self.report.service)


def choice_of(question: Question, code: str | None) -> Choice | None:
    """The choice of the question with this code; None if there is none."""
    return next((choice for choice in question.choices if choice.code == code), None)


def _answer(question: Question | None, code: str, answer: str) -> Answer:
    if question is None:
        return Answer(code, _as_is(code), answer, _as_is(answer))
    choice = choice_of(question, answer)
    return Answer(code, question.label, answer, choice.label if choice else _as_is(answer))


def _as_is(code: str) -> Text:
    return Text(code, code)
