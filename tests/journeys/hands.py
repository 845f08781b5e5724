"""Two ways to do the same work: by mouse (or finger), and by keyboard alone."""

from abc import ABC, abstractmethod
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from tests.journeys.tables import PHONE, cell, row


@dataclass
class Hand(ABC):
    """What somebody does on a page; `say` are the words of the screen in their language."""

    page: Page
    say: dict[str, str]

    @property
    def on_phone(self) -> bool:
        return self.page.viewport_size == {"width": PHONE[0], "height": PHONE[1]}

    @property
    def panel(self) -> Locator:
        return self.page.locator("article.panel")

    def keys(self, *pressed: str) -> None:
        for key in pressed:
            self.page.keyboard.press(key)

    def type(self, words: str, *then: str) -> None:
        self.page.keyboard.type(words)
        self.keys(*then)

    def visit(self, place: str) -> None:
        """Go to a page and wait until it can be worked with."""
        with self.page.expect_event("load"):
            self.go(place)

    @abstractmethod
    def go(self, place: str) -> None:
        """To a page by its name on the screen."""

    @abstractmethod
    def activate(self, target: Locator) -> None:
        """A button, a link or a tick box."""

    @abstractmethod
    def choose(self, select: Locator, label: str) -> None:
        """An entry of a native list."""

    @abstractmethod
    def add_item(self, name: str) -> None: ...

    @abstractmethod
    def pick(self, target: Locator, label: str) -> None:
        """A value from the list of a cell or field."""

    @abstractmethod
    def reach(self, target: Locator) -> None:
        """A cell of the table or a field of the panel, so that what is typed goes there."""

    @abstractmethod
    def open_item(self, name: str) -> None: ...

    @abstractmethod
    def tick(self, name: str) -> None: ...

    @abstractmethod
    def delete(self, name: str) -> None: ...

    @abstractmethod
    def close_item(self) -> None: ...

    @abstractmethod
    def undo(self) -> None: ...

    def cell(self, name: str, key: str) -> Locator:
        return cell(self.page, name, key)

    def field(self, key: str) -> Locator:
        return self.panel.locator(f"[data-key={key}]")

    def fill(self, target: Locator, words: str) -> None:
        self.reach(target)
        self.type(words, "Enter")


class Mouse(Hand):
    """Points and clicks, on a phone with a finger; types only what is text."""

    def click(self, target: Locator) -> None:
        if self.on_phone:
            target.tap()
        else:
            target.click()

    activate = reach = click

    def go(self, place: str) -> None:
        if self.on_phone:
            self.click(self.page.locator(".topbar").get_by_role("button", name=self.say["menu"], exact=True))
        self.click(
            self.page.get_by_role("navigation", name=self.say["main"]).get_by_role("link", name=place, exact=True)
        )

    def choose(self, select: Locator, label: str) -> None:
        select.select_option(label=label)

    def add_item(self, name: str) -> None:
        self.click(self.page.locator("[data-add]").first)
        self.type(name, "Enter")
        expect(row_named(self.page, name)).to_be_visible()

    def pick(self, target: Locator, label: str) -> None:
        self.click(target)
        self.click(self.page.get_by_role("option", name=label))

    def open_item(self, name: str) -> None:
        if not self.on_phone:
            row(self.page, name).hover()
        self.click(row(self.page, name).locator(".open"))

    def tick(self, name: str) -> None:
        self.click(row(self.page, name).locator(".c-pick input"))

    def delete(self, name: str) -> None:
        self.click(row(self.page, name).locator(".more"))
        self.click(self.page.locator("#pop").get_by_role("menuitem", name=self.say["delete"]))

    def close_item(self) -> None:
        self.click(self.panel.get_by_role("button", name=self.say["close"], exact=True))

    def undo(self) -> None:
        self.click(self.page.locator("[data-take=undoings]"))


class Keys(Hand):
    """Nothing but the keyboard: no pointer, and no focus that keys did not bring."""

    def go(self, place: str) -> None:
        self.keys("Control+k")
        expect(self.page.locator("#palette")).to_be_visible()
        self.type(place)
        option = self.page.get_by_role("option", name=place).first
        expect(option).to_be_visible()
        for _ in range(40):
            if option.get_attribute("aria-selected") == "true":
                return self.keys("Enter")
            self.keys("ArrowDown")
        raise AssertionError(f"arrows do not lead to {place}")

    def activate(self, target: Locator) -> None:
        self.tab_to(target)
        self.keys("Enter")

    def tab_to(self, target: Locator, key: str = "Tab") -> None:
        expect(target).to_be_visible()
        for _ in range(80):
            if target.evaluate("(element) => element === document.activeElement"):
                return
            self.keys(key)
        raise AssertionError(f"{key} does not lead to {target}")

    def choose(self, select: Locator, label: str) -> None:
        self.tab_to(select)
        self.type(label)

    def add_item(self, name: str) -> None:
        self.go(self.say["new item"])
        expect(self.page.locator(".draft [data-add]")).to_be_focused()
        self.type(name, "Enter")
        expect(row_named(self.page, name)).to_be_visible()
        self.keys("Escape")

    def pick(self, target: Locator, label: str) -> None:
        self.reach(target)
        self.keys("Enter")
        expect(self.page.get_by_role("option", name=label)).to_be_visible()
        self.type(label, "Enter")

    def reach(self, target: Locator) -> None:
        if target.evaluate("(element) => element.matches('.field-cell')"):
            self.tab_to(target)
            return
        self.into_table()
        for axis, (less, more) in (("y", ("ArrowUp", "ArrowDown")), ("x", ("ArrowLeft", "ArrowRight"))):
            self.arrow(target, axis, less, more)

    def into_table(self) -> None:
        if not self.page.evaluate("document.activeElement.matches('.items td')"):
            self.keys("Escape")
            self.go(self.say["to items"])
        expect(self.page.locator(".items td:focus")).to_have_count(1)

    def arrow(self, target: Locator, axis: str, less: str, more: str) -> None:
        for _ in range(40):
            step = target.evaluate(STEP, axis)
            if not step:
                return
            self.keys(more if step > 0 else less)
        raise AssertionError(f"arrows do not lead to {target}")

    def open_item(self, name: str) -> None:
        self.reach(self.cell(name, "name"))
        self.keys("Alt+Enter")

    def tick(self, name: str) -> None:
        self.reach(self.cell(name, "name"))
        self.keys("Control+Shift+Space")

    def delete(self, name: str) -> None:
        self.reach(self.cell(name, "name"))
        self.keys("Shift+F10")
        self.activate(self.page.locator("#pop").get_by_role("menuitem", name=self.say["delete"]))

    def close_item(self) -> None:
        self.keys("Escape")

    def undo(self) -> None:
        self.keys("Control+z")


def row_named(page: Page, name: str) -> Locator:
    """To wait for one that is not there yet."""
    return page.locator(".items > tr[data-item]").filter(has_text=name)


STEP = """(target, axis) => {
  const places = [target, document.activeElement].map((cell) =>
    axis === "x" ? cell.cellIndex : [...document.querySelectorAll(".items > tr[data-item]")].indexOf(cell.closest("tr")));
  return places[0] - places[1];
}"""
"""How far a cell stands from the one with the focus, in columns or items."""
