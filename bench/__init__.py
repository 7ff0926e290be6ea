"""Measures what the program costs beside the least that the same work can cost: ``python -m bench --help``."""
