"""Journey 4 of the product: the people at the registers, and the partner that is told."""

import hashlib
import io
import json
import re
import signal
import sqlite3
import subprocess
import sys
import urllib.request
import zipfile
from contextlib import closing, contextmanager
from pathlib import Path

import typst

from marketplace import clock
from marketplace.config import ROOT
from marketplace.feedback import receiver
from tests.browser.publishing import Officer
from tests.browser.site import free_port

SUBJECTS = ("listing", "declaration", "agreement", "money")


def paper_of(number, day):
    """A certificate as an office sends it: a PDF with text."""
    lines = ["备案证明", f"备案号：{number}", f"备案日期：{day.year}年{day.month}月{day.day}日"]
    text = '#set text(font: "Noto Serif CJK SC")\n' + "\n\n".join(lines)
    return typst.compile(text.encode(), font_paths=[ROOT / "static" / "fonts"])


class Registrar(Officer):
    """The officer who brings every deal to the registers."""

    def __init__(self, visitor, made):
        super().__init__(visitor, made["officer"])
        self.made = made

    def facts(self, name):
        """The agreement as the interface gives it, its filings by kind."""
        address = f"{self.visitor.site.url}/api/v1/agreements/{self.made['agreements'][name]}"
        request = urllib.request.Request(address)
        request.add_header("Authorization", f"Bearer {self.made['token']}")
        with urllib.request.urlopen(request, timeout=60) as answer:
            return {each["kind"]: each for each in json.load(answer)["filings"]}

    def number_of(self, name, kind):
        """The number that the authority gives."""
        return f"{kind[0]}2026{self.made['agreements'][name][:8]}".upper()

    def open_filing(self, name, kind):
        self.visitor.open(f"/filings/{self.facts(name)[kind]['id']}")

    def rows(self):
        """The desk's rows as texts."""
        return [row.inner_text() for row in self.page.locator("main tbody tr").all()]

    def tick_recordals(self, *names):
        for name in names:
            self.page.locator(f"main [name=id][value='{self.made['filings'][name]}']").check()

    def see_run_end(self):
        """The page of the run, looked at again until nothing waits."""
        self.page.wait_for_url(re.compile(r"/filings/runs/\w+$"))
        again = self.visitor.button("Look again")
        self.visitor.site.wait_until(lambda: self._over(again), "the run ends")

    def _over(self, again):
        if again.count():
            again.click()
            self.page.wait_for_load_state()
        return not again.count()

    def refused(self):
        """What the run says that each deal lacks."""
        found, titles = {}, self.made["titles"]
        for row in self.page.locator("main tbody tr").all():
            lacks = row.locator("td").last.inner_text().strip()
            found |= {n: lacks for n, t in titles.items() if t in row.inner_text() and lacks != "—"}
        return found

    def type_answers(self, **values):
        """What the record does not know, on the page of the filing."""
        panel = self.page.locator("#answers")
        for name, value in values.items():
            panel.locator(f"[name={name}]").fill(value)
        panel.locator("button[type=submit]").click()
        self.page.wait_for_load_state()

    def package(self):
        """The files of the package of this page's filing, once it is there, by name."""
        link = self.page.locator("main a[href$='/package.zip']")
        self.visitor.site.wait_until(lambda: self.page.reload() and link.count(), "the package")
        with zipfile.ZipFile(io.BytesIO(self.download(link))) as archive:
            assert archive.testzip() is None
            found = {name: archive.read(name) for name in archive.namelist()}
        told = json.loads(found["manifest.json"])["files"]
        inside = {name: data for name, data in found.items() if not name.startswith("manifest")}
        assert told == {name: hashlib.sha256(data).hexdigest() for name, data in inside.items()}
        return found

    def submit(self):
        """Given to be sealed, then carried to the counter today."""
        self.step("seal")
        self.step("submission", day=clock.today().isoformat())

    def unfold(self, slug):
        """Open the fold in which a step stands that is not the usual one."""
        self.page.locator("details", has=self.page.locator(f"#{slug}")).locator("summary").click()

    def enter_receipt(self, number):
        """Uploaded, read, compared, entered."""
        self.step("reading", paper=paper_of(number, clock.today()))
        form = self.page.locator("#receipt form")
        assert form.locator("[name=receipt-number]").input_value() == number
        assert form.locator("[name=receipt-day]").input_value() == clock.today().isoformat()
        form.locator("button[type=submit]").click()
        self.page.wait_for_load_state()

    def stations(self, name):
        """Whether each station of the deal's chain is done, by its label."""
        self.visitor.open(f"/agreements/{self.made['agreements'][name]}")
        found = {}
        for station in self.page.locator(".chain-station").all():
            state = re.search(
                r"chain-(done|due|overdue|not_needed|waiting)", station.get_attribute("class")
            )
            found[station.locator(".chain-label").inner_text()] = state[1]
        return found


class FeedbackStaff(Officer):
    """Staff of the site, who let a partner be told and compare what it holds."""

    def add_receiver(self, address):
        """Returns the secret that the page shows."""
        visitor, page = self.visitor, self.page
        self.sign_in("/admin/feedback/new")
        visitor.look("receiver-new")
        visitor.fill(name=f"滨江市知识产权局{address[-14:]}", address=address)
        visitor.fill(basis="数据交换协议 2026-1 号")
        for subject in SUBJECTS:
            page.locator(f"main [name=subjects_taken][value={subject}]").check()
        page.locator("main [name=confidential]").check()
        visitor.send("Add the receiver")
        visitor.look("receiver-added")
        return re.search(r"whsec_[A-Za-z0-9+/=]+", page.content())[0]

    def send_again(self):
        """The partner listens now: everything from the first message on."""
        self.visitor.send("Send everything once more")

    def wait_for_acknowledgements(self):
        """Until nothing waits any more; returns how many were acknowledged."""
        site = self.visitor.site
        site.wait_until(site.is_followed, "the followers have seen everything")
        site.wait_until(lambda: self._fact("Waiting") == "0", "nothing waits")
        return int(self._fact("Acknowledged"))

    def _fact(self, label):
        self.page.reload()
        name = self.words(label)
        return self.page.locator(f"main dt:text-is('{name}') + dd").first.inner_text().strip()

    def compare(self):
        """The differences between what we sent and what the partner holds."""
        self.page.locator("#reconciliation button").click()
        self.page.wait_for_load_state()
        return self.page.locator("#reconciliation tbody tr td").last.inner_text().strip()


class Partner:
    """The reference receiver as a partner runs it: a process of its own."""

    def __init__(self, folder):
        self.folder, self.port = Path(folder), free_port()
        self.store = self.folder / "held.sqlite"
        self.address = f"http://127.0.0.1:{self.port}/feedback"

    @contextmanager
    def running(self, secret):
        (self.folder / "secret").write_text(secret)
        command = [sys.executable, receiver.__file__, "--store", str(self.store)]
        command += ["--secret-file", str(self.folder / "secret"), "--port", str(self.port)]
        process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        try:
            assert "listening" in process.stderr.readline()
            yield self
        finally:
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=60)

    def holds(self, kind, key):
        """The data of the message that holds for a subject; None where there is none."""
        query = "SELECT body FROM held WHERE kind = ? AND id = ?"
        with closing(sqlite3.connect(f"file:{self.store}?mode=ro", uri=True)) as database:
            row = database.execute(query, (kind, key)).fetchone()
        return json.loads(row[0])["data"] if row else None
