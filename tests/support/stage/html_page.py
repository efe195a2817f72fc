"""Reads a page as a browser without scripts does: title, words, links, and forms to fill in and send."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode

VOID = {"input", "meta", "link", "br", "img", "option", "path", "circle"}


def without_tokens(html):
    """The page without what is random in it, where any few digits turn up by chance."""
    return re.sub(r'value="[0-9a-f]{64}"', "", html)


@dataclass
class Form:
    action: str
    method: str
    fields: dict = field(default_factory=dict)
    options: dict = field(default_factory=dict)  # every value that a select or radio group offers

    def body(self, **changes):
        """What the browser sends; None leaves a field out."""
        filled = {name: value for name, value in (self.fields | changes).items() if value is not None}
        return urlencode(filled).encode()


class Page(HTMLParser):
    """A page that was answered. `texts` are the visible words in order."""

    def __init__(self, answer):
        super().__init__()
        self.status, self.headers = answer.status_code, getattr(answer, "headers", {})
        self.html = answer.body.decode()
        self.language, self.title, self.texts, self.links, self.ids = "", "", [], {}, set()
        self.addresses, self.forms, self.described = [], [], {}
        self._open, self._textarea, self._select, self._collecting = [], None, None, []
        self.feed(self.html)

    @property
    def text(self):
        return " ".join(" ".join(self.texts).split())

    def form(self, action):
        return next(form for form in self.forms if form.action.partition("?")[0].endswith(action))

    def form_with(self, action, field):
        """The form of this action that has this field, where the page has several."""
        return next(f for f in self.forms if f.action.partition("?")[0].endswith(action) and field in f.fields)

    def step(self, name, target=""):
        """The form of a step on a ticket's page; of one OPD's assignment, if it is about one."""
        return next(f for f in self.forms if f.fields.get("step") == name and f.fields.get("part", "") == target)

    @property
    def steps(self):
        """Every step that the page offers, with the assignment that it is about."""
        return {(f.fields["step"], f.fields.get("part", "")) for f in self.forms if "step" in f.fields}

    def of(self, element_id):
        """The words of the element with this id."""
        return " ".join(" ".join(self.described[element_id]).split())

    def handle_starttag(self, tag, attributes):
        a = dict(attributes)
        self._note(tag, a)
        if tag not in VOID:
            self._open.append((tag, a))
            self._collecting.append(self.described.setdefault(a["id"], []) if "id" in a else None)

    def handle_startendtag(self, tag, attributes):
        self._note(tag, dict(attributes))

    def handle_endtag(self, tag):
        while self._open and self._open[-1][0] != tag:
            self._open.pop()
            self._collecting.pop()
        if self._open:
            self._open.pop()
            self._collecting.pop()

    def handle_data(self, data):
        tag, a = self._open[-1] if self._open else ("", {})
        if tag == "title":
            self.title += data
        elif tag == "textarea":
            self.forms[-1].fields[a["name"]] += data.removeprefix("\n")
        else:
            self.texts.append(data)
            for texts in filter(lambda each: each is not None, self._collecting):
                texts.append(data)
            link = next((opened for name, opened in reversed(self._open) if name == "a"), None)
            if link and "href" in link and data.strip():
                self.links.setdefault(data.strip(), link["href"])

    def _note(self, tag, a):
        if "id" in a:
            assert a["id"] not in self.ids, f"two elements have the id {a['id']}"
            self.ids.add(a["id"])
        self.addresses += [a[name] for name in ("href", "src", "action") if name in a]
        if tag == "html":
            self.language = a["lang"]
        elif tag == "form":
            self.forms.append(Form(a["action"], a["method"]))
        elif tag == "textarea":
            self.forms[-1].fields[a["name"]] = ""
        elif tag == "select":
            self._select = a["name"]
        elif tag == "option":
            self._offer(self._select, a["value"], "selected" in a)
        elif tag == "input" and a.get("type") == "radio":
            self._offer(a["name"], a["value"], "checked" in a, preselect=False)
        elif tag == "input" and a.get("type") == "checkbox":
            self.forms[-1].fields |= {a["name"]: a["value"]} if "checked" in a else {}
        elif tag == "input" and "name" in a and a.get("type") != "file":
            self.forms[-1].fields[a["name"]] = a.get("value", "")

    def _offer(self, name, value, is_chosen, *, preselect=True):
        form = self.forms[-1]
        offered = form.options.setdefault(name, [])
        if is_chosen or (preselect and not offered):
            form.fields[name] = value
        offered.append(value)
