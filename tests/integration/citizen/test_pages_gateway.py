"""The pages as API Gateway calls them: below a stage or a custom domain's base path, behind TLS."""

import re
from types import SimpleNamespace

import pytest

from tests.support.puzzles import solution_of
from tests.support.stage.gateway_events import event
from tests.support.stage.html_page import Page
from tests.support.stage.stage_world import CONTEXT, DESA

HOST = "abc123.execute-api.ap-southeast-3.amazonaws.com"
BROWSER = {"Host": HOST, "X_Forwarded_Proto": "https"}


def call(world, path, **event_):
    response = world.app(event(path, **(BROWSER | event_)), CONTEXT)
    return SimpleNamespace(
        status_code=response["statusCode"], headers=response["headers"], body=response["body"].encode()
    )


def of_ours(page):
    return [address for address in page.addresses if not re.match("https?:|tel:|mailto:|#", address)]


@pytest.mark.parametrize("base", ["", "/api", "/lapor/pati"])
def test_every_link_form_and_file_lies_below_the_base_path(world, base):
    for path, query in (
        ("/", None),
        ("/lapor", None),
        ("/lapor", {"layanan": "sampah"}),
        ("/lacak", None),
        ("/laporan", None),
    ):
        page = Page(call(world, path, base=base, query=query))
        assert page.status == 200
        assert of_ours(page)
        assert [address for address in of_ours(page) if not address.startswith(f"{base}/")] == []
        assert f'data-base="{base}"' in page.html


def test_the_receipts_address_is_the_one_the_citizen_came_by(world):
    form = Page(call(world, "/lapor", query={"layanan": "sampah"})).form("/lapor")
    solution = solution_of(form.fields["puzzle"])
    body = form.body(description="Sampah menumpuk di dekat pasar.", area=DESA, solution=solution).decode()
    receipt = Page(
        call(world, "/lapor", method="POST", body=body, Content_Type="application/x-www-form-urlencoded; charset=UTF-8")
    )
    assert receipt.status == 200
    assert re.search(rf"https://{HOST}/api/laporan/PTI-\w{{4}}-\w{{4}}", receipt.text)


def test_a_host_that_is_none_is_not_repeated(world):
    form = Page(call(world, "/lapor", query={"layanan": "sampah"})).form("/lapor")
    solution = solution_of(form.fields["puzzle"])
    body = form.body(description="Sampah menumpuk di dekat pasar.", area=DESA, solution=solution).decode()
    receipt = Page(
        call(world, "/lapor", method="POST", body=body, Content_Type="application/x-www-form-urlencoded", Host="a/<b>")
    )
    assert "a/" not in receipt.text
    assert "https://lapor.example/laporan/PTI-" in receipt.text  # the site's own address


def test_a_number_found_leads_below_the_base_path(world):
    answer = call(world, "/lacak", query={"nomor": "pti 7k3m 9qxf", "lang": "en"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/api/laporan/PTI-7K3M-9QXF?lang=en")
