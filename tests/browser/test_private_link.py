"""The link that carries the secret: it opens the reporter's side by itself, and the secret stays in no address."""

from tests.support.stage.stage_world import a_body


def test_a_private_link_opens_the_report_as_the_reporter_s_own(open_page, world):
    ticket, secret = world.report(a_body())
    asked = []
    page = open_page("/")
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"/laporan/{ticket['id']}#kode={secret}")
    page.wait_for_selector("section.own")
    assert [address for address in [*asked, page.url] if secret in address] == []
    page.go_back()
    assert secret not in page.url


def test_a_private_link_with_a_wrong_secret_says_so(open_page, world):
    ticket, _ = world.report(a_body())
    page = open_page("/")
    page.goto(f"/laporan/{ticket['id']}#kode={'0' * 26}")
    page.wait_for_selector("#secret-error")


def test_without_scripts_a_private_link_leads_to_the_page_where_the_code_is_typed(open_page, world):
    ticket, secret = world.report(a_body())
    page = open_page(f"/laporan/{ticket['id']}#kode={secret}", js=False)
    assert page.locator("#secret").count() == 1
