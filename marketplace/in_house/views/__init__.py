"""Pages of the house: its chain, what waits for approval, its notices."""

from flask import Blueprint

blueprint = Blueprint("in_house", __name__)
