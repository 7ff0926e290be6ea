"""What a disk answers, in plain words."""

from __future__ import annotations

import errno

from mentor_tui.core.guard import one_line
from mentor_tui.data.storage import BrokenJournal

KEPT = "Everything is kept here meanwhile and saved as soon as it can be."


def reason(error: OSError) -> str:
    """Why a file could not be read or written, in plain words that end a sentence."""
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return "the disk is full"
        case errno.EFBIG:
            return "files may not grow so large here"
        case errno.EACCES | errno.EPERM:
            return "it or its folder is not open to you"
        case errno.EROFS:
            return "the disk is read-only"
        case errno.ELOOP:
            return "a link stands in the file's place"
        case errno.ENOENT:
            return "its folder is gone"
        case errno.ENOTDIR:
            return "a file stands where its folder should be"
        case _:
            if error.errno is None and str(error):
                return str(error).rstrip(".")
            return f"the disk reports {(error.strerror or 'an error without a name').lower()}"


def unreadable(name: str, error: OSError) -> OSError:
    """What to raise for the file of that name, which the disk does not give, with a plain sentence."""
    return OSError(f"{one_line(name)} cannot be read: {reason(error)}.")


def explain(error: Exception) -> str:
    """Why a journal could not be saved, in plain words, and what to do."""
    number = error.errno if isinstance(error, OSError) else None
    if isinstance(error, BrokenJournal):
        return f"{error} {KEPT}"
    match number:
        case errno.ENOSPC | errno.EDQUOT:
            return f"The disk is full. Free some space. {KEPT}"
        case errno.EFBIG:
            return f"A limit on the size of files stands in the way. Have it raised. {KEPT}"
        case errno.EACCES | errno.EPERM:
            return f"The journal's folder may not be written to. Check its permissions. {KEPT}"
        case errno.EROFS:
            return f"The disk is read-only. {KEPT}"
        case errno.EBUSY:
            return f"Another program is writing the journal too. {KEPT}"
        case errno.ENAMETOOLONG:
            return "The journal's name is too long for this disk. Export what you need, close, and rename the file."
        case errno.ENOENT | errno.ENOTDIR:
            return f"The journal's folder is gone. Bring it back, or plug in its disk. {KEPT}"
        case None:
            return f"A fault of the program's own ({type(error).__name__}) stood in the way. {KEPT}"
        case _:
            words = (getattr(error, "strerror", None) or "unknown reason").lower()
            return f"The disk did not take it ({words}). {KEPT}"


def restoring(name: str, program: str = "mentor-tui") -> str:
    """The command that puts the journal ``name`` right, safe to be copied into a shell.

    Empty for a name that holds signs which cannot be typed.
    """
    if not name or one_line(name) != name:
        return ""
    import shlex

    between = "=" if name.startswith("-") else " "
    return f"{program} restore --mentorship{between}{shlex.quote(name)}"
