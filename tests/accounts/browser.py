"""A reader of pages: opens them, checks what every page owes, fills in and sends its forms."""

from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient
from werkzeug.test import TestResponse


class Page:
    """One answered page."""

    def __init__(self, client: FlaskClient, response: TestResponse) -> None:
        self.client = client
        self.response = response
        self.status = response.status_code
        self.soup = BeautifulSoup(response.get_data(as_text=True), "html.parser")
        self.text = " ".join(self.soup.get_text(" ").split())
        if self.status in {200, 422}:
            self._check()

    def send(self, _action: str = "", /, **values) -> "Page":
        """Fill in the form with this action (default: the page's own) and follow the answer."""
        form = self.form(_action)
        data = {**self._present(form), **values}
        path = form.get("action") or self.response.request.full_path
        answer = self.client.post(path, data=data, headers={"Referer": "http://localhost/"})
        return Page(self.client, answer)

    def follow(self) -> "Page":
        """Open the page that a redirect after a change (303) leads to."""
        assert self.status == 303, (self.status, self.text[:500])
        return visit(self.client, self.response.location)

    def form(self, action: str = "") -> Tag:
        found = [
            each
            for each in self.soup.select("main form[method=post]")
            if (each.get("action") or "") == action
        ]
        assert len(found) == 1, f"{len(found)} forms with action {action!r}: {self.text[:500]}"
        return found[0]

    def error_at(self, field: str) -> str:
        """The message at a field, '' if there is none."""
        message = self.soup.find(id=f"{field}-error")
        return " ".join(message.get_text(" ").split()) if message else ""

    def _present(self, form: Tag) -> dict[str, str | list[str]]:
        data: dict[str, str | list[str]] = {}
        for each in form.select("input[name]"):
            kind = each.get("type", "text")
            if kind in {"checkbox", "radio"} and not each.has_attr("checked"):
                continue
            if kind != "file":
                value = each.get("value", "y" if kind == "checkbox" else "")
                known = data.get(each["name"])
                data[each["name"]] = value if known is None else [*_many(known), value]
        for each in form.select("textarea[name]"):
            data[each["name"]] = each.get_text()
        for each in form.select("select[name]"):
            chosen = each.select_one("option[selected]") or each.select_one("option")
            data[each["name"]] = chosen.get("value", "") if chosen else ""
        return data

    def _check(self) -> None:
        assert self.soup.title
        assert self.soup.title.get_text(strip=True)
        assert len(self.soup.select("h1")) == 1
        for form in self.soup.select("form[method=post]"):
            if form.get("action") != "/language":
                assert form.select_one("input[name=csrf_token]"), form
        for each in self.soup.select("main input:not([type=hidden]), main select, main textarea"):
            inside = each.find_parent("label")
            assert inside or self.soup.select_one(f"label[for='{each['id']}']"), each
        identifiers = [each["id"] for each in self.soup.select("[id]")]
        assert len(identifiers) == len(set(identifiers)), identifiers
        for link in self.soup.select("a"):
            assert link.get("href"), link
            assert link.get_text(strip=True) or link.get("aria-label"), link


def visit(client: FlaskClient, path: str, **options) -> Page:
    """Open a page of the site."""
    return Page(client, client.get(path, **options))


def _many(value: str | list[str]) -> list[str]:
    return value if isinstance(value, list) else [value]
