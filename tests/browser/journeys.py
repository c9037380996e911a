"""Journey 2 of the product, step by step as a newcomer walks it."""

import re
import subprocess
from itertools import count

from marketplace import clock
from tests.accounts.factories import PASSWORD, credit_code
from tests.browser.seed import OFFERS

PDF = b"%PDF-1.7\n% a scan\n%%EOF\n"
QUERY = "电池 散热"

_numbers = count(700_000_001)


class Newcomer:
    """Somebody whom the site has never seen, with a firm, a question and little time."""

    def __init__(self, visitor):
        self.visitor = visitor
        self.page = visitor.page
        self.number = next(_numbers)
        self.email = f"owner{self.number}@example.com"
        self.firm = f"新客{self.number}电池有限公司"
        self.words = visitor.words

    def go_to(self, mode):
        """Straight to the listing of this fee mode, as by a kept address."""
        self.visitor.open(f"/listings/{self.visitor.site.made['listings'][mode]}")

    def find(self, mode):
        """Home, the words of a product, the facet of the fee mode, the page of the listing."""
        visitor, page, title = self.visitor, self.page, OFFERS[mode][0]
        visitor.open("/")
        visitor.look("home", visitor.words("Newest"))
        page.locator("main [name=q]").fill(QUERY)
        page.locator("main [name=q]").press("Enter")
        page.wait_for_url("**/listings?*")
        visitor.look("results", title)
        self.narrow("fee_mode", mode)
        visitor.look("results-narrowed", title)
        page.get_by_role("link", name=title).first.click()
        page.wait_for_url("**/listings/*")

    def narrow(self, facet, value):
        """Tick an option of a facet."""
        page = self.page
        if not page.locator(".facets-form").is_visible():
            page.locator(".facets-summary").click()
        page.locator(f".facets-form [name={facet}][value={value}]").check()
        if not self.visitor.script:
            page.locator(".facets-apply").click()
        page.wait_for_url(f"**{facet}=*")

    def ask_cost(self, sales):
        """What it costs for one's own volume."""
        self.visitor.look("listing", self.words("What you would pay"))
        self.visitor.fill(sales=sales)
        self.visitor.send("Calculate")
        total = self.page.locator("#cost").inner_text()
        self.visitor.look("listing-own-volume")
        return total

    def register(self):
        """From the sign-in page to an own account, by the link in the mail."""
        visitor, page = self.visitor, self.page
        visitor.look("sign-in", self.words("New here?"))
        visitor.press("Register")
        visitor.look("register")
        visitor.fill(email=self.email, name="陈厂长", password=PASSWORD)
        visitor.tick("consent")
        visitor.send("Register")
        visitor.look("registered", self.words("Look into your mail"))
        visitor.press("read them here")
        mail = page.locator("section", has_text=self.email).first
        visitor.look("kept-mail", self.email)
        mail.locator("a[href*='/confirm/']").click()
        visitor.look("confirm")
        visitor.fill(password=PASSWORD)
        visitor.send("Confirm and sign in")

    def found_firm(self):
        """The organization with its credit code, its evidence, and the authority to bind it."""
        visitor = self.visitor
        visitor.look("new-organization")
        visitor.page.select_option("[name=kind]", "company")
        visitor.fill(name=self.firm, code=credit_code(self.number), legal_representative="陈厂长")
        visitor.send("Register")
        visitor.look("verification", self.words("Ask for verification"))
        self._attach("evidence", "license.pdf")
        visitor.send("Ask for verification")
        visitor.look("organization", self.firm)
        visitor.press("My authority to bind")
        visitor.look("authority")
        visitor.tick("accepted")
        visitor.send("State authority")

    def sign(self, *, held=False, verb="Sign the notice"):
        """Check, read, sign; the text can be had as PDF before."""
        visitor = self.visitor
        visitor.look("listing-signed-in", self.words(verb))
        visitor.press(verb)
        waits = [self.words("Your organization is not verified yet")] if held else []
        visitor.look("check", *waits)
        visitor.press("Read the text")
        visitor.look("read")
        preview = self._download("Download preview")
        visitor.press("Go on to sign")
        visitor.look("sign")
        visitor.tick("read", "authority")
        visitor.fill(password=PASSWORD)
        visitor.page.locator("main form.form button.button-primary").click()
        visitor.page.wait_for_url(re.compile(r"/agreements/\w+$"))
        return preview

    def pay(self, amount):
        """The account shown, the slip uploaded; then the license is in effect."""
        visitor = self.visitor
        visitor.press("Pay and upload the slip")
        visitor.look("pay", amount, "6222000000001234")
        visitor.page.locator("[name=value_day]").fill(clock.today().isoformat())
        self._attach("slip", "slip.pdf")
        visitor.send("Upload the payment slip")

    def wait_for_seal(self):
        """Reload until the sealed document can be had; returns its bytes."""
        button = self.visitor.button("Download the document")
        self.visitor.site.wait_until(lambda: self._reloaded() and button.is_visible(), "sealed")
        return self._download("Download the document")

    def verify(self, data, verdict):
        """Drop a file on the verification page."""
        visitor = self.visitor
        visitor.open("/verify")
        visitor.look("verify")
        self._attach("file", "agreement.pdf", data)
        visitor.send("Verify file")
        visitor.look(f"verdict-{verdict.lower()}", self.words(verdict))

    def look_up(self, data):
        """With the paper alone: the address beside its QR code, then the id typed by hand."""
        visitor = self.visitor
        text = subprocess.run(["pdftotext", "-", "-"], input=data, capture_output=True, check=True)
        address = re.search(rb"/verify/(\w{16})", text.stdout)
        found = self.words("This document exists")
        visitor.open(address[0].decode())
        visitor.look("exists", found)
        visitor.open("/verify")
        visitor.fill(document=address[1].decode().upper())
        visitor.send("Look up the id")
        visitor.look("looked-up", found, self.words("It is the current version."))
        assert self.firm not in visitor.page.locator("main").inner_text()

    def stations(self):
        """The chain as it stands: label, state and note by station."""
        found = {}
        for station in self.page.locator(".chain-station").all():
            state = re.search(
                r"chain-(done|due|overdue|not_needed|waiting)", station.get_attribute("class")
            )
            label = station.locator(".chain-label").inner_text()
            note = station.locator(".chain-note")
            found[label] = (state[1], note.inner_text() if note.count() else "")
        return found

    def _reloaded(self):
        self.page.reload()
        return True

    def _attach(self, name, filename, data=PDF):
        file = {"name": filename, "mimeType": "application/pdf", "buffer": data}
        self.page.locator(f"main [name={name}]").set_input_files(file)

    def _download(self, text):
        with self.page.expect_download() as download:
            self.visitor.button(text).click()
        return download.value.path().read_bytes()


class Administrator:
    """Staff of the operator, in a browser of their own."""

    def __init__(self, visitor):
        self.visitor = visitor

    def verify(self, firm):
        visitor, made = self.visitor, self.visitor.site.made
        visitor.open("/sign-in?next=/admin")
        visitor.fill(email=made["administrators"][visitor.language], password=made["password"])
        visitor.send("Sign in")
        visitor.look("admin", visitor.words("To decide on"))
        visitor.page.locator("main a[href*=verifications]").first.click()
        visitor.look("admin-queue", firm)
        visitor.page.get_by_role("link", name=firm).click()
        visitor.look("admin-organization", firm)
        visitor.press("Verify the organization")
        visitor.look("admin-verified")
