"""What the program must stand: hostile text and any size of the terminal. Each part has a ``run(count)``."""
