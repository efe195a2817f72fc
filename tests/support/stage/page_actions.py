"""Actions of a citizen on the pages, for browser tests."""

import re

STORY = "Lampu jalan di depan balai desa padam sejak tiga malam."
FORM = "/lapor?layanan=lampu-jalan"
VILLAGE = "33.18.01.2009"  # Desa Sukolilo


def number_on(page):
    return re.search(r"PTI-\w{4}-\w{4}", page.inner_text("main"))[0]


def choose_village(page, name="Sukolilo", code=VILLAGE):
    if page.query_selector("#area[role=combobox]"):
        page.fill("#area", name)
        page.locator(f'#desa [data-code="{code}"]').click()
    else:
        page.select_option("#area", code)


def fill(page, text=STORY):
    page.fill("#description", text)
    choose_village(page)


def send(page):
    page.click("#kirim")
    page.wait_for_selector(".receipt")
    return number_on(page)


def tab_to(page, selector, most=80):
    """Press Tab until the focus is there."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"Tab never reaches {selector}")
