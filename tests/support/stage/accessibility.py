"""What every page must fulfil, and pages in both languages."""

THUMB = 44  # CSS pixels


def violations(axe, page):
    return [(each["id"], [node["html"] for node in each["nodes"]]) for each in axe.run(page).response["violations"]]


def in_language(path, language):
    return path + ("&" if "?" in path else "?") + f"lang={language}"


def assert_accessible(page, axe, paths, language):
    for path in paths:
        page.goto(path + ("&" if "?" in path else "?") + f"lang={language}")
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        assert violations(axe, page) == [], path
