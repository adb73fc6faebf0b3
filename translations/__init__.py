"""Collects the words of the interface and keeps the catalogs in locale/; for developers, not for running.

    python -m translations            collect the words anew into the .po files, and compile those
    python -m translations --check    say what is missing or stale, and change nothing

GNU gettext is not needed: Python reads Python, and Django reads its templates.
"""
