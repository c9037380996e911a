"""A person at a browser; every page passed is looked at before going on."""

import base64
import gettext
import json
import re
from dataclasses import dataclass, field
from pathlib import Path

from axe_playwright_python.base import AXE_SCRIPT

from tests.browser.site import PATIENCE_SECONDS

ROOT = Path(__file__).resolve().parents[2]
SCREENSHOTS = ROOT / "screenshots"
TRANSLATIONS = ROOT / "marketplace" / "translations"
LANGUAGES = {"zh": "zh-CN", "en": "en"}
MORE_ROWS = "tbody tr:nth-child(n+13), fieldset > .option:nth-of-type(n+13)"
"""Rows that are made like those above them; three hundred of them take axe a minute."""
AXE = """(async rest => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`${rest} { display: none !important }`);
  document.adoptedStyleSheets.push(sheet);
  try {
    const found = await axe.run({exclude: [[rest]]}, {resultTypes: ["violations"]});
    return found.violations.map(rule => [rule.id, rule.nodes.map(node => node.html.slice(0, 200))]);
  } finally {
    document.adoptedStyleSheets.pop();
  }
})(%s)"""
TALLEST = 6_000
CATALOGUE = gettext.translation("messages", TRANSLATIONS, ["zh_Hans_CN"])


@dataclass
class Visitor:
    """One browser context in one language and width; ``said`` collects what the console says."""

    site: object
    browser: object
    language: str = "zh"
    width: int = 1280
    name: str = "visitor"
    script: bool = True
    said: list = field(default_factory=list)
    seen: int = 0

    def __post_init__(self):
        self.context = self.browser.new_context(
            base_url=self.site.url,
            locale=LANGUAGES[self.language],
            viewport={"width": self.width, "height": 800},
            java_script_enabled=self.script,
            accept_downloads=True,
        )
        self.page = self.context.new_page()
        self.tools = self.context.new_cdp_session(self.page)
        self.page.set_default_timeout(PATIENCE_SECONDS * 1_000)
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.said.append(str(error)))

    def _hear(self, message):
        if message.type in {"error", "warning"}:
            self.said.append(message.text)

    def leave(self):
        self.context.close()

    def open(self, path):
        self.page.goto(path)

    def words(self, text, **figures):
        """The English text as this visitor reads it; one without a translation is a fault."""
        if self.language == "en":
            return text % figures if figures else text
        translated = CATALOGUE.gettext(text)
        assert translated != text, f"not translated: {text}"
        return translated % figures if figures else translated

    def button(self, text):
        """A link or button of the page's content, by its words."""
        name = re.compile(f"^\\s*{re.escape(self.words(text))}\\s*$")
        page = self.page.locator("main")
        return page.get_by_role("button", name=name).or_(page.get_by_role("link", name=name)).first

    def press(self, text):
        self.button(text).click()
        self.page.wait_for_load_state()

    def send(self, text):
        """Press the button by which a form is sent."""
        self.page.locator("main form").get_by_role("button", name=self.words(text)).first.click()
        self.page.wait_for_load_state()

    def fill(self, **values):
        for name, value in values.items():
            self.page.locator(f"main [name={name}]").first.fill(value)

    def tick(self, *names):
        for name in names:
            self.page.locator(f"main [name={name}]").check()

    def look(self, what, *expected):
        """The page says what is expected, and breaks no rule of the house."""
        text = self.page.locator("body").inner_text()
        for words in expected:
            assert words in text, (what, words, self.page.url, text)
        self._shoot(what)
        assert self.page.locator("html").get_attribute("lang") == LANGUAGES[self.language], what
        assert self.said == [], (what, self.said)
        over = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert over <= 0, f"{what}: {over} px wider than the screen"
        if self.script:
            assert self._violations() == [], what

    def _violations(self):
        self._run(AXE_SCRIPT)
        return self._run(AXE % json.dumps(MORE_ROWS), returnByValue=True)["value"]

    def _run(self, script, **choices):
        """A script in the page, past its policy; the browser keeps it compiled for the next page."""
        choices |= {"expression": script, "awaitPromise": True}
        answer = self.tools.send("Runtime.evaluate", choices)
        assert "exceptionDetails" not in answer, answer
        return answer["result"]

    def _shoot(self, what):
        self.seen += 1
        SCREENSHOTS.mkdir(exist_ok=True)
        mode = self.language if self.script else f"{self.language}-noscript"
        name = f"{self.name}-{mode}-{self.width}-{self.seen:02d}-{what}.png"
        height = self.page.evaluate("document.documentElement.scrollHeight")
        clip = {"x": 0, "y": 0, "width": self.width, "height": min(height, TALLEST), "scale": 1}
        choices = {"captureBeyondViewport": True, "optimizeForSpeed": True, "clip": clip}
        picture = self.tools.send("Page.captureScreenshot", choices)["data"]
        (SCREENSHOTS / name).write_bytes(base64.b64decode(picture))
