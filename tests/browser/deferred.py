"""Journey 3 of the product: what stands before it, and its steps. Run as a program it is the seed."""

import json
from datetime import timedelta
from urllib.request import urlopen

from marketplace import clock
from marketplace.app import create_app
from marketplace.extensions import db
from marketplace.obligations.services import rows_of
from marketplace.terms.enums import FeeMode
from marketplace.terms.presets import preset
from marketplace.terms.record import Terms
from tests import deals
from tests.accounts.factories import PASSWORD, make_organization, owner_of
from tests.browser.site import PATIENCE_SECONDS, Site
from tests.declarations.factories import make_patent, make_patentee
from tests.listings.factories import give_account

PDF = b"%PDF-1.7\n% a proof\n%%EOF\n"
ONE_DAY = timedelta(days=1)


class MovedSite(Site):
    """A site of its own whose day is moved; no worker runs, the clocks are run by hand."""

    def start(self):
        self.run("flask", "--app", "wsgi", "db", "upgrade")
        self.made = json.loads(self.run("tests.browser.deferred").splitlines()[-1])
        self.move_to(clock.today())
        self.web = self._spawn(
            *("gunicorn", "--bind", f"127.0.0.1:{self.port}", "--workers", "1"),
            *("--timeout", "180", "--log-level", "warning", "tests.browser.moved:app"),
        )
        self.wait_until(self.answers, "the site answers", 2 * PATIENCE_SECONDS)

    def answers(self):
        with urlopen(self.url + "/sign-in", timeout=PATIENCE_SECONDS) as page:
            return page.status == 200

    def move_to(self, day):
        (self.folder / "day.txt").write_text(day.isoformat())

    def clocks_on(self, day):
        """The day has come: the clocks run, and the site is read on it."""
        self.run("flask", "--app", "wsgi", "clocks", "run", "--at", day.isoformat())
        self.move_to(day)


class Party:
    """Somebody of one side, in a browser of their own."""

    def __init__(self, visitor, side):
        self.visitor, self.page = visitor, visitor.page
        made = visitor.site.made
        self.home, self.email = f"/agreements/{made['agreement']}", made[side]
        visitor.open(f"/sign-in?next={self.home}")
        visitor.fill(email=self.email, password=PASSWORD)
        visitor.send("Sign in")

    def open(self, path=""):
        self.visitor.open(self.home + path)

    def look(self, what, *expected):
        self.visitor.look(what, *(self.visitor.words(text) for text in expected))

    def attach(self, name):
        file = {"name": "proof.pdf", "mimeType": "application/pdf", "buffer": PDF}
        self.page.locator(f"main [name={name}]").set_input_files(file)

    def download(self, name):
        with self.page.expect_download() as download:
            self.page.locator(f"main a[href*='{name}']").first.click()
        return download.value.path().read_bytes()


def main():
    app = create_app()
    with app.app_context():
        patentee = make_patentee(name="海河理工大学", industry="P8341")
        give_account(patentee)
        firm = make_organization(name="津门电池有限公司", industry="C3841")
        terms = preset(FeeMode.PAY_LATER, rate_ppm=30_000)
        terms = Terms.model_validate(dict(terms) | {"late_interest_ppm": 500})
        patent = make_patent(patentee, title="一种退役电池带电破碎装置")
        text = {
            "title": "先用后付的电池回收破碎线",
            "summary": "带电破碎，不放电，整线节拍缩短三成。",
            "uses": "电池回收线。",
        }
        agreement = deals.accepted(deals.published(terms=terms, patents=[patent], text=text), firm)
        licensee, licensor = owner_of(firm), owner_of(patentee)
        licensee.locale, licensor.locale = "zh_CN", "en"
        db.session.commit()
        made = {
            "agreement": agreement.public_id,
            "licensee": licensee.email,
            "licensor": licensor.email,
            "rows": len(rows_of(agreement)),
        }
    print(json.dumps(made))


if __name__ == "__main__":
    main()
