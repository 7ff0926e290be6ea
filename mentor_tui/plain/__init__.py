"""A session as lines of text: for screen readers, and for terminals that cannot show the screens."""
