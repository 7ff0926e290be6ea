"""mentor-tui: guides a surgical mentoring session and keeps what was said."""

__version__ = "0.1.0"
