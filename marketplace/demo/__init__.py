"""The demonstration: an invented market, made through the services, in a folder of its own."""

from flask import Flask

from marketplace.demo.commands import demo, demo_build


def init_app(app: Flask) -> None:
    app.cli.add_command(demo)
    app.cli.add_command(demo_build)
