"""The parts of `make run` and `replay` that need no network."""

import io
import json

import pytest

from infra.local.environment import RunSettings, WrongSetting, environment, from_environment
from infra.local.pump.pipe import pattern_of
from infra.local.pump.schedule import Schedule, UnknownSchedule, seconds
from infra.local.replaying.follow_up import FollowedReport
from infra.local.replaying.installation import AcceptedReport, RejectedReport
from infra.local.replaying.replay_figures import Figures, table
from infra.local.replaying.report_file import PreparedReport, UnusableLine, read_reports
from infra.progress import Progress
from infra.template import render

AREA = "33.18.01.2001"


def a_record(*, name="INSERT", sk="event#0001"):
    return {"eventName": name, "dynamodb": {"Keys": {"pk": {"S": "PTI-1"}, "sk": {"S": sk}}}}


@pytest.fixture(scope="module")
def keeps():
    return pattern_of(render("local", "pati"))


class TestPipe:
    def test_new_event_items_pass_the_deployed_filter(self, keeps):
        assert keeps(a_record())

    @pytest.mark.parametrize("record", [a_record(name="MODIFY"), a_record(sk="ticket"), {"eventName": "INSERT"}, {}])
    def test_nothing_else_passes(self, keeps, record):
        assert not keeps(record)


class TestSchedule:
    @pytest.mark.parametrize(
        ("expression", "interval"), [("rate(1 minute)", 60), ("rate(5 minutes)", 300), ("rate(2 hours)", 7200)]
    )
    def test_a_rate_is_an_interval(self, expression, interval):
        assert seconds(expression) == interval

    def test_a_schedule_that_does_not_run_here_is_refused_by_name(self):
        with pytest.raises(UnknownSchedule, match="cron"):
            seconds("cron(0 18 ? * MON-FRI *)")

    def test_a_function_is_called_when_its_interval_is_over(self):
        now, calls = [0.0], []
        schedule = Schedule(
            "rate(1 minute)", lambda event, _: calls.append(event), name="s", on_failure=print, clock=lambda: now[0]
        )
        for now[0] in (0, 59, 60, 61, 119, 120):
            schedule.step()
        assert len(calls) == 2
        assert calls[0]["detail-type"] == "Scheduled Event"

    def test_a_function_that_fails_is_called_at_its_next_time(self):
        now, failures = [60.0], []

        def fail(*_):
            raise ValueError

        schedule = Schedule(
            "rate(1 minute)", fail, name="s", on_failure=lambda *failure: failures.append(failure), clock=lambda: now[0]
        )
        for now[0] in (120, 180):
            assert schedule.step() == 1
        assert len(failures) == 2


class TestSurroundings:
    def test_the_defaults_are_those_of_the_readme(self, monkeypatch):
        for name in ("PORT", "AWS_PORT", "EMULATOR", "PERSIST", "STATE"):
            monkeypatch.delenv(name, raising=False)
        assert from_environment() == RunSettings(8000, 4599, "moto", persist=False)

    @pytest.mark.parametrize("value", ["web", "0", "70000", "-1"])
    def test_what_is_no_port_is_refused_by_name(self, monkeypatch, value):
        monkeypatch.setenv("AWS_PORT", value)
        with pytest.raises(WrongSetting, match=f"AWS_PORT={value}"):
            from_environment()

    def test_nothing_leads_to_a_real_account(self):
        values = environment("http://127.0.0.1:4599")
        assert values["AWS_ENDPOINT_URL"] == "http://127.0.0.1:4599"
        assert values["AWS_PROFILE"] is None
        assert values["AWS_SHARED_CREDENTIALS_FILE"] == values["AWS_CONFIG_FILE"] == "/dev/null"


class TestReports:
    def read(self, tmp_path, *lines, limit=None):
        file = tmp_path / "laporan.jsonl"
        file.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines))
        return list(read_reports(file, AREA, limit))

    def test_a_line_becomes_a_submission(self, tmp_path):
        (sending,) = self.read(tmp_path, {"teks": "Sampah menumpuk", "service": "sampah", "area": "33.18.10.2001"})
        assert sending.body == {
            "service": "sampah",
            "description": "Sampah menumpuk",
            "location": {"area": "33.18.10.2001"},
        }

    def test_without_service_it_is_routed_by_its_text_and_without_area_it_is_at_the_default_place(self, tmp_path):
        (sending,) = self.read(tmp_path, {"teks": "Sampah menumpuk"})
        assert (sending.body["service"], sending.body["location"]) == ("lainnya", {"area": AREA})

    def test_keys_stay_the_same_at_a_second_run_and_differ_between_lines(self, tmp_path):
        lines = [{"teks": "Sampah menumpuk"}] * 2
        first, second = ([sending.key for sending in self.read(tmp_path, *lines)] for _ in range(2))
        assert first == second
        assert len(set(first)) == 2

    def test_lines_that_cannot_be_sent_are_named_with_the_reason(self, tmp_path):
        read = self.read(tmp_path, "{", "", "[]", {"teks": 5}, {"teks": "Sampah menumpuk"})
        assert read[:3] == [UnusableLine(1, "no JSON"), UnusableLine(3, "no `teks`"), UnusableLine(4, "no `teks`")]
        assert isinstance(read[3], PreparedReport)

    def test_only_the_first_lines_are_read_when_limited(self, tmp_path):
        assert len(self.read(tmp_path, *[{"teks": "Sampah menumpuk"}] * 5, limit=2)) == 2


def followed(line, *audiences, notified=(), repeated=False):
    accepted = AcceptedReport(line, f"PTI-{line}", seconds=line / 100, at=1000.0, repeated=repeated)
    return FollowedReport(accepted, frozenset(audiences), dict.fromkeys(notified, 1000.5))


def figures(*reports, rejected=(), with_ledger=True):
    return Figures(reports, rejected, AREA, with_ledger, 1.0).as_json()


class TestFigures:
    def test_notices_are_counted_by_who_got_them(self):
        both = figures(followed(1, "DLH", "DPUTR", notified=("DLH", "DPUTR")), followed(2, "DLH", notified=("DLH",)))
        assert both["notices"] == {"DLH": 2, "DPUTR": 1}
        assert both["lost"] == 0

    def test_a_report_of_which_one_opd_was_not_told_is_lost(self):
        assert figures(followed(1, "DLH", "DPUTR", notified=("DLH",)))["lost"] == 1

    def test_a_report_that_nobody_decided_on_is_lost(self):
        assert figures(followed(1))["lost"] == 1

    def test_without_a_ledger_what_is_routed_counts(self):
        seen = figures(followed(1, "DLH"), with_ledger=False)
        assert (seen["lost"], seen["submit_to_notice_ms"]) == (0, None)

    def test_latency_is_that_of_tickets_of_this_run(self):
        seen = figures(followed(1, "DLH", notified=("DLH",)), followed(2, "DLH", notified=("DLH",), repeated=True))
        assert seen["submit_to_notice_ms"] == {"p50": 500.0, "p95": 500.0, "max": 500.0}
        assert seen["repeated"] == 1

    def test_the_table_has_a_row_for_each_figure(self):
        printed = table(
            figures(followed(1, "coordinator", notified=("coordinator",)), rejected=[RejectedReport(2, "too short")])
        )
        assert "to the coordinator        1" in printed
        assert "too short" in printed
        assert printed.endswith("lost                      0")


def test_progress_is_a_bar_on_a_terminal_and_lines_elsewhere():
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    for out, expected in ((Terminal(), "\r"), (io.StringIO(), "sending     2/2\n")):
        with Progress("sending", 2, out) as progress:
            progress.advance()
            progress.advance()
        assert expected in out.getvalue()
        assert "2/2" in out.getvalue()
