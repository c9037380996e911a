"""Payments: bank transfers and Stripe, always to the licensor's own account."""
