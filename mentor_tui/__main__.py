"""``python -m mentor_tui`` is ``mentor-tui``."""

from mentor_tui.cli import main

if __name__ == "__main__":
    main()
