"""What a browser would send of a form: its successful controls, read from the markup."""

from html.parser import HTMLParser

from litestar.datastructures import FormMultiDict


class FormReader(HTMLParser):
    """Collects (name, value) of the form with this id, in the order of the page."""

    def __init__(self, form_id: str) -> None:
        super().__init__()
        self.form_id, self.inside = form_id, False
        self.fields: list[tuple[str, str]] = []
        self.select: tuple[str, bool, list[tuple[str, bool]]] | None = None
        self.textarea: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = dict(attrs)
        if tag == "form":
            self.inside = held.get("id") == self.form_id
        elif self.inside and tag == "input" and held.get("name"):
            self.read_input(held)
        elif self.inside and tag == "select":
            self.select = (held["name"] or "", "multiple" in held, [])
        elif self.select and tag == "option":
            self.select[2].append((held.get("value") or "", "selected" in held))
        elif self.inside and tag == "textarea":
            self.textarea = held["name"]
            self.fields.append((self.textarea or "", ""))

    def read_input(self, held: dict[str, str | None]) -> None:
        ticked = held.get("type") not in ("checkbox", "radio") or "checked" in held
        if ticked:
            self.fields.append((held["name"] or "", held.get("value") or ""))

    def handle_data(self, data: str) -> None:
        if self.textarea is not None:
            name, text = self.fields.pop()
            self.fields.append((name, text + data))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "textarea":
            self.textarea = None
        elif tag == "select" and self.select:
            name, multiple, options = self.select
            chosen = [value for value, selected in options if selected]
            chosen = chosen if multiple else chosen[-1:] or [value for value, _ in options[:1]]
            self.fields += [(name, value) for value in chosen]
            self.select = None


def fields_of(page: str, form_id: str = "rule") -> list[tuple[str, str]]:
    reader = FormReader(form_id)
    reader.feed(page)
    return reader.fields


def form_of(page: str, form_id: str = "rule", **changes: str) -> FormMultiDict:
    """The form with some controls changed: `form_of(page, **{"trigger.type": "item_created"})`."""
    kept = [(name, value) for name, value in fields_of(page, form_id) if name not in changes]
    return FormMultiDict([*kept, *changes.items()])
