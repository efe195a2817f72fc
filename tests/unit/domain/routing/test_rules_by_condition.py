"""Which OPDs get a report, and why: rules as data."""

import pytest

from chalicelib.domain.routing.rules import NO_PLACE, UNSURE, Guess, Guesses, decide
from tests.support.factory import OTHER_VILLAGE, TOWN, VILLAGE, a_catalogue, a_report
from tests.support.invented_city import a_rule, a_service


def never(_text):
    raise AssertionError("rules decide without looking at the guesses")


def guessing(*guesses, confident=True):
    return lambda _text: Guesses(guesses, confident)


def decided(*services, guess=never, **report):
    return decide(a_report(**report), a_catalogue(*services), guess)


def assigned(decision):
    """The OPDs, the lead first."""
    return [decision.lead.opd, *(part.opd for part in decision.support)]


def test_a_service_goes_to_its_lead():
    decision = decided(service="lampu-jalan")
    assert assigned(decision) == ["DISHUB"]
    assert decision.by == "rules"
    assert "Lampu jalan" in decision.lead.why.id
    assert "Lampu jalan (en)" in decision.lead.why.en


def test_joint_work_goes_to_everyone_who_has_an_assignment_in_it():
    assert assigned(decided(service="banjir")) == ["BPBD", "DPUTR", "DINSOS"]


def test_an_answer_adds_an_opd_and_says_why():
    decision = decided(service="pohon", attributes={"menimpa": "lampu"})
    assert assigned(decision) == ["DLH", "DISHUB"]
    assert decision.support[0].why.id == "Pohon menimpa lampu."


def test_an_answer_gives_the_lead_to_another_opd_and_says_why():
    decision = decided(service="pohon", attributes={"menimpa": "rumah"})
    assert assigned(decision) == ["BPBD", "DLH"]
    assert decision.lead.why.id == "Pohon menimpa rumah."


def test_without_the_answer_the_rule_does_not_apply():
    assert assigned(decided(service="pohon")) == ["DLH"]


@pytest.mark.parametrize(
    ("area", "opds"),
    [(OTHER_VILLAGE, ["DPUTR", "DISHUB"]), ("99.01.02", ["DPUTR", "DISHUB"]), (VILLAGE, ["DPUTR"]), (None, ["DPUTR"])],
)
def test_a_rule_for_a_kecamatan_holds_for_its_villages(area, opds):
    assert assigned(decided(service="jalan-rusak", place={"area": area})) == opds


def test_an_area_is_not_mistaken_for_one_whose_code_begins_alike():
    service = a_service("lampu-jalan", "DISHUB", rules=(a_rule("-", areas=("99.01.0",), support=("DLH",)),))
    assert assigned(decided(service, service="lampu-jalan")) == ["DISHUB"]


@pytest.mark.parametrize(
    "words", ["Jalan nasional ini rusak parah", "Di NASIONAL, jalan rusak parah.", "jalan nasional"]
)
def test_words_of_the_text_send_the_report_elsewhere(words):
    decision = decided(service="jalan-rusak", description=words)
    assert (decision.lead, decision.refer) == (None, "X-PUSAT")
    assert decision.why.id == "Jalan nasional milik pemerintah pusat."


def test_one_word_of_a_phrase_is_not_the_phrase():
    assert assigned(decided(service="jalan-rusak", description="Jalan di depan rumah saya rusak")) == ["DPUTR"]


@pytest.mark.parametrize("word", ["112", "...", ""])
def test_a_word_without_a_stem_is_mentioned_nowhere(word):
    service = a_service("lampu-jalan", "DISHUB", rules=(a_rule("-", words=(word,), support=("DLH",)),))
    assert assigned(decided(service, service="lampu-jalan")) == ["DISHUB"]


def test_a_matter_of_another_institution_is_left_to_the_coordinator_with_a_hint():
    decision = decided(service="listrik")
    assert (decision.lead, decision.refer) == (None, "X-PLN")
    assert "PLN" in decision.why.id


@pytest.mark.parametrize(
    ("area", "office"), [(VILLAGE, "KEC-01"), (TOWN, "KEL-1001"), ("99.01.01", "KEC-01"), (OTHER_VILLAGE, "KEC-02")]
)
def test_village_matters_go_to_the_office_of_the_place(area, office):
    assert assigned(decided(service="jalan-desa", place={"area": area})) == [office, "DISPERMADES"]


def test_a_village_matter_without_a_village_is_left_to_the_coordinator():
    decision = decided(service="jalan-desa", place={"area": None})
    assert (decision.lead, decision.why) == (None, NO_PLACE)


def test_a_supporting_village_office_is_left_out_while_the_place_is_open():
    service = a_service("lampu-jalan", "DISHUB", "KECAMATAN")
    assert assigned(decided(service, service="lampu-jalan", place={"area": None})) == ["DISHUB"]
    assert assigned(decided(service, service="lampu-jalan")) == ["DISHUB", "KEC-01"]


def test_nobody_gets_two_assignments():
    rules = (a_rule("-", lead="DINSOS"), a_rule("-", support=("BPBD", "DPUTR", "DINSOS")))
    service = a_service("banjir", "BPBD", "DPUTR", "DINSOS", rules=rules)
    assert assigned(decided(service, service="banjir")) == ["DINSOS", "DPUTR", "BPBD"]


def test_every_condition_of_a_rule_must_hold():
    rule = a_rule("-", answers={"menimpa": ("lampu",)}, areas=("99.01.02",), words=("roboh",), support=("BPBD",))
    service = a_service("pohon", "DLH", rules=(rule,))
    report = {"attributes": {"menimpa": "lampu"}, "place": {"area": OTHER_VILLAGE}, "description": "Pohon besar roboh"}
    assert assigned(decided(service, service="pohon", **report)) == ["DLH", "BPBD"]
    for missing in report:
        rest = {name: value for name, value in report.items() if name != missing}
        assert assigned(decided(service, service="pohon", **rest)) == ["DLH"]


def test_a_clear_text_is_routed_by_the_service_it_reads_like():
    best = Guess("pohon", "DLH", 0.8)
    decision = decided(guess=guessing(best), service="lainnya")
    assert assigned(decision) == ["DLH"]
    assert (decision.by, decision.service, decision.guesses) == ("text", "pohon", (best,))
    assert "menyerupai" in decision.lead.why.id


def test_a_clear_text_about_a_village_matter_goes_to_the_office_of_the_place():
    guess = guessing(Guess("jalan-desa", "KECAMATAN", 0.8))
    assert assigned(decided(guess=guess, service="lainnya", place={"area": TOWN})) == ["KEL-1001", "DISPERMADES"]


def test_a_clear_text_about_anothers_matter_is_left_to_the_coordinator():
    decision = decided(guess=guessing(Guess("listrik", "X-PLN", 0.8)), service="lainnya")
    assert (decision.lead, decision.refer, decision.by) == (None, "X-PLN", "text")


def test_an_unclear_text_is_left_to_the_coordinator_with_the_guesses():
    guesses = (Guess("pohon", "DLH", 0.4), Guess("banjir", "BPBD", 0.3), Guess("jalan-rusak", "DPUTR", 0.1))
    decision = decided(guess=guessing(*guesses, confident=False), service="lainnya")
    assert (decision.lead, decision.why, decision.guesses) == (None, UNSURE, guesses)


def test_a_text_that_says_nothing_is_left_to_the_coordinator():
    decision = decided(guess=guessing(confident=False), service="lainnya")
    assert (decision.lead, decision.guesses) == (None, ())
