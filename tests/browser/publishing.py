"""Journey 1 of the product: from an institution's list to a license that anybody can take."""

import io
import re
import subprocess
import zipfile
from datetime import timedelta
from shutil import which

from marketplace import clock
from tests.browser.journeys import PDF
from tests.browser.visitor import SCREENSHOTS
from tests.patents.factories import a_number, a_workbook

COLUMNS = (
    *("序号", "申请号", "专利类别", "专利名称", "法律状态", "所属院校"),
    *("转化意愿（一级）", "费用标准（万元）", "技术成熟度", "国民经济行业分类"),
    *("本专利所属技术领域（IPC）", "本专利对应产品、技术优势、性能指标", "产业化前景描述"),
)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MANY = "State something about several patents at once"
NOTICE_DAYS = 15


def inventory(count, serial):
    """A sheet as universities keep it: every tenth row lacks what a buyer reads, two cannot be
    taken at all."""
    rows = [COLUMNS]
    for place in range(1, count + 1):
        number = a_number(serial=serial + place)
        told = place % 10 or count == 1
        rows.append(
            (
                *(place, f"CN{number}", "发明专利", f"一种第{place}型电池热管理装置及其控制方法"),
                *("有效", "材料与能源学院", "拟许可", "5.00" if place % 3 else "具体面议"),
                *("样品、实验阶段", "电池制造", "H01M10/613,H01M10/625"),
                "贴在电芯之间的液冷板，温升降低 8 ℃，不加风扇。" if told else None,
                "用于储能柜、电动叉车和换电柜的改装。" if told else None,
            )
        )
    rows.append((count + 1, "CN202110000001.9", "发明专利", "校验位写错的专利", "有效"))
    rows.append((count + 2, f"CN{a_number(serial=serial)}", "发明专利", None, "有效"))
    return a_workbook(("专利清单", rows))


class Officer:
    """Somebody of the institution at a browser of their own."""

    def __init__(self, visitor, email):
        self.visitor = visitor
        self.page = visitor.page
        self.words = visitor.words
        self.email = email

    def sign_in(self, path):
        visitor = self.visitor
        visitor.open(f"/sign-in?next={path}")
        visitor.fill(email=self.email, password=visitor.site.made["password"])
        visitor.send("Sign in")

    def go_on(self):
        """Press the one main button of the page."""
        self.page.locator("main .button-primary").first.click()
        self.page.wait_for_load_state()

    def attach(self, name, filename, data=PDF, mime="application/pdf"):
        file = {"name": filename, "mimeType": mime, "buffer": data}
        self.page.locator(f"main [name={name}]").first.set_input_files(file)

    def step(self, slug, **values):
        """Take one step on the page of a declaration."""
        panel = self.page.locator(f"#{slug}")
        for name, value in values.items():
            field = panel.locator(f"[name={slug}-{name}]")
            if isinstance(value, bytes):
                file = {"name": "page.pdf", "mimeType": "application/pdf", "buffer": value}
                field.set_input_files(file)
            else:
                field.fill(value)
        panel.locator("form button[type=submit]").click()
        self.page.wait_for_load_state()

    def done_count(self):
        """How many a report of a sitting says are done."""
        return int(re.search(r"\d+", self.page.locator("main .notice").first.inner_text())[0])

    def download(self, locator):
        with self.page.expect_download() as download:
            locator.click()
        return download.value.path().read_bytes()


class Publisher(Officer):
    """The technology transfer officer."""

    def import_list(self, sheet, created):
        visitor = self.visitor
        self.sign_in("/patents")
        visitor.look("patents-empty", self.words("No patents yet"))
        visitor.press("Import a list")
        visitor.look("import")
        self.attach("file", "清单.xlsx", sheet, XLSX)
        visitor.send("Read the list")
        visitor.look("import-report", self.words("Refused rows"))
        self.go_on()
        visitor.look("imported")
        visitor.press("To your patents")
        visitor.look("patents", str(created))

    def mark(self, text):
        """Open the fold of statements about all patents shown, and begin one."""
        page = self.page
        self.visitor.open("/patents")
        page.locator("summary", has_text=self.words(MANY)).click()
        page.locator("#choose-all").check()
        self.visitor.press(text)

    def state_status(self):
        visitor = self.visitor
        self.mark("Record legal status")
        visitor.page.select_option("[name=status]", "valid")
        visitor.fill(on=clock.today().isoformat())
        visitor.look("legal-status")
        visitor.send("Record")

    def state_willingness(self):
        visitor = self.visitor
        self.mark("State willingness")
        visitor.page.locator("[name=willingness][value=open_license]").check(force=True)
        visitor.page.locator("[name=implementation]").first.check(force=True)
        visitor.look("willingness")
        visitor.send("Record")
        visitor.look("patents-stated")

    def choose_way(self):
        self.visitor.look("way")
        self.page.locator("[name=choice][value='open:lump_sum']").check(force=True)
        self.go_on()

    def type_terms(self, yuan):
        """The amount, with guidance beside; clauses and cost are looked at before it is kept."""
        visitor, page = self.visitor, self.page
        visitor.look("terms-empty", self.words("License fee: for orientation"))
        page.locator("[name='lump_sum-amount_fen']").fill(yuan)
        page.locator("[name='lump_sum-amount_fen']").press("Tab")
        visitor.press("See clauses and cost first")
        visitor.look("terms-seen", self.words("What a licensee pays"), "¥")
        visitor.send("Save the terms")

    def state_bars(self):
        """Every bar that can be stated is clear, looked up today."""
        for box in self.page.locator("#state input[type=radio][value=clear]").all():
            box.check(force=True)
        self.page.locator("#state [name=on]").fill(clock.today().isoformat())
        self.page.locator("#state button[type=submit]").click()
        self.page.wait_for_load_state()

    def begin_batch(self):
        """Everything in the inventory becomes one batch; the way for all is chosen."""
        visitor, page = self.visitor, self.page
        visitor.open("/my/batches")
        visitor.look("batches-empty")
        self.go_on()
        visitor.look("batch-new")
        page.locator("#mark-all").check(force=True)
        visitor.send("Go on: the way")
        self.choose_way()

    def mend_table(self):
        """The table of what differs: one patent gets an amount of its own."""
        visitor, page = self.visitor, self.page
        visitor.look("table")
        page.locator("main input[name^=amount-]").first.fill("45,000")
        visitor.send("Save this table")
        visitor.look("table-mended", "¥45,000")
        visitor.press("Go on: check")
        visitor.look("batch-blocked", self.words("Blocked patents"))

    def state_batch_bars(self):
        visitor = self.visitor
        visitor.press("State bars for all where nothing stands")
        visitor.page.select_option("#state [name=status]", "valid")
        self.state_bars()
        visitor.look("batch-check", self.words("Blocked patents"))

    def prepare_and_submit(self):
        """Slices until all is prepared, then one submission; returns how many listings."""
        visitor = self.visitor
        self.go_on()
        self._wait("Go on: submit")
        visitor.look("batch-prepared")
        visitor.press("Go on: submit")
        visitor.look("batch-submission")
        made = int(re.search(r"\d+", self.page.locator("#submit h2").inner_text())[0])
        self.go_on()
        self.page.wait_for_url(re.compile(r"/my/batches/\w+$"))
        visitor.look("batch-submitted")
        return made

    def _wait(self, text):
        self.page.wait_for_url(re.compile(r"/my/batches/\w+$"))
        assert self.visitor.button(text).is_visible()

    def sit(self, act, **values):
        """One act over all declarations of the desk; returns for how many it was done."""
        visitor, page = self.visitor, self.page
        visitor.open("/my/declarations")
        page.locator("#choose-all").check(force=True)
        page.locator(f"button[name=act][value={act}]").click()
        page.wait_for_load_state()
        visitor.fill(**values)
        if act == "commitment":
            page.locator("main [name=read]").check(force=True)
            visitor.fill(password=visitor.site.made["password"])
        visitor.look(f"sitting-{act}")
        self.go_on()
        visitor.look(f"sat-{act}")
        return self.done_count()

    def sheets(self):
        """The ZIP of all copy sheets."""
        self.visitor.open("/my/declarations")
        self.page.locator("#choose-all").check(force=True)
        return self.download(self.page.locator("button[name=act][value=sheets]"))

    def enter_announcements(self, table):
        visitor = self.visitor
        visitor.open("/my/declarations/announcements")
        visitor.fill(table=table)
        self.attach("evidence", "gazette.pdf")
        visitor.look("announcements")
        self.go_on()
        visitor.look("announcements-entered")
        return self.done_count()

    def copy_sheets(self):
        """Every paper in every form, as bytes by (kind, form)."""
        found = {}
        for link in self.page.locator("#sheets a").all():
            kind, form = re.search(r"/sheets?/(\w+)\.(\w+)", link.get_attribute("href")).groups()
            found[kind, form] = self.download(link)
        return found

    def sign_commitment(self):
        self.visitor.tick("read")
        self.visitor.fill(password=self.visitor.site.made["password"])
        self.visitor.look("commitment")
        self.go_on()


class SecondPerson(Officer):
    """Another member, who approves, shows in the house, and checks."""

    def approve_all(self):
        visitor, page = self.visitor, self.page
        visitor.look("approvals")
        everything = page.locator("#mark-all")
        (everything if everything.count() else page.locator("main [name=request]")).check(
            force=True
        )
        page.locator("main [name=verdict]").first.check(force=True)
        self.go_on()
        visitor.look("approved")

    def show_in_house(self):
        """A notice that has hung for its days already, with its photograph; then it passes."""
        visitor, page = self.visitor, self.page
        visitor.open("/my/in-house-notices/new")
        opened = clock.today() - timedelta(days=NOTICE_DAYS + 2)
        visitor.fill(opened_on=opened.isoformat(), place="学校主页通知公告栏")
        self.attach("evidence", "notice.pdf")
        visitor.look("notice-new")
        self.go_on()
        visitor.look("notice-over", self.words("The days are over and nothing is open"))
        page.locator("#closing button").click()
        page.wait_for_load_state()
        visitor.look("notice-passed")


def picture(name, pdf):
    """The pages of a paper as pictures beside the screenshots; returns how many there are."""
    SCREENSHOTS.mkdir(exist_ok=True)
    for old in SCREENSHOTS.glob(f"{name}-*.png"):
        old.unlink()
    command = [which("pdftoppm") or "pdftoppm", "-r", "60", "-png", "-", SCREENSHOTS / name]
    subprocess.run(command, input=pdf, check=True)
    return len(list(SCREENSHOTS.glob(f"{name}-*.png")))


def files_of(data):
    """The names of a ZIP file that is whole."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return archive.namelist()


def announcements(numbers, place):
    """The rows of one gazette issue as somebody copies them from a spreadsheet."""
    today = clock.today().isoformat()
    rows = ["专利号\t开放许可声明编号\t公告日\t公报期号"]
    rows += [
        f"ZL{number}\tKF{place}{row:04d}\t{today}\t42卷48期" for row, number in enumerate(numbers)
    ]
    return "\n".join(rows)
