"""The site on a day of the test's choosing: the application as it runs, each request answered as of
noon in Shanghai of the day that stands in ``DATA_DIR/day.txt``. The clocks are moved by their own
``flask clocks run --at``."""

import os
from datetime import date
from pathlib import Path

from marketplace import clock
from marketplace.app import create_app

DAY_FILE = Path(os.environ.get("DATA_DIR", ".")) / "day.txt"

site = create_app()


def app(environ, start_response):
    with clock.at(date.fromisoformat(DAY_FILE.read_text())):
        return site(environ, start_response)
