"""Accessibility checks of pages in both languages."""

THUMB = 44
"""The least width and height of what is touched, in CSS pixels."""


def violations(axe, page):
    return [(each["id"], [node["html"] for node in each["nodes"]]) for each in axe.run(page).response["violations"]]


def in_language(path, language):
    return path + ("&" if "?" in path else "?") + f"lang={language}"


def assert_accessible(page, axe, paths, language):
    for path in paths:
        page.goto(in_language(path, language))
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        assert violations(axe, page) == [], path
