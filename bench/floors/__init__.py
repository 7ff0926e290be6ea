"""The least that the same work costs: programs that do nothing else, run as files of their own."""
