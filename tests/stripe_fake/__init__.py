"""A fake Stripe of our own, as far as the site uses Stripe.

It encodes our reading of Stripe's documentation (the page stands with each behavior) and proves
nothing about Stripe itself: which methods an account may use, what settles in CNY, what fails.
``python -m tests.stripe_fake --port N`` runs it as a process.
"""

from tests.stripe_fake.server import FakeStripe, create_fake

__all__ = ["FakeStripe", "create_fake"]
