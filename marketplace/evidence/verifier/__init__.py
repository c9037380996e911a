"""A verifier of evidence in the Python standard library alone: offline, without the site.

It shares no code with the site. Read it, or write your own after ``README.txt`` in the package.
"""
