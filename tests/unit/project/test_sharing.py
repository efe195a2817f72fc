"""The files of tests are shared out among processes so that what belongs together stays together."""

from types import SimpleNamespace

from tests.support.process_sharing import ByFile, longest_first
from tests.support.property_examples import examples


def test_a_file_goes_to_one_process_and_the_deploy_tests_go_as_one():
    scope = ByFile.__new__(ByFile)._split_scope
    assert (
        scope("tests/unit/domain/notifications/test_sms_text.py::test_a[x::y]")
        == "tests/unit/domain/notifications/test_sms_text.py"
    )
    assert scope("tests/deploy/test_desk.py::test_a") == scope("tests/deploy/test_the_end.py::test_b")


def test_the_deploy_tests_come_first_and_in_their_order():
    named = ["tests/browser/a.py::x", "tests/deploy/b.py::x", "tests/deploy/test_the_end.py::x", "tests/unit/c.py::x"]
    items = [SimpleNamespace(nodeid=each) for each in named]
    longest_first(items)
    assert [each.nodeid for each in items] == [named[1], named[2], named[0], named[3]]


def test_properties_are_tried_with_every_example_in_ci_and_never_with_none(monkeypatch):
    for most, expected in ((100, [150, 40, 1]), (25, [37, 10, 1])):
        monkeypatch.setattr(
            "tests.support.property_examples.settings", SimpleNamespace(default=SimpleNamespace(max_examples=most))
        )
        assert [examples(n) for n in (150, 40, 1)] == expected
