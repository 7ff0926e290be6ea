"""A fictional mentorship, some sessions in: to look around in, to test with and to take pictures of."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from mentor_tui.clock import Clock, zone_of
from mentor_tui.core.packs import Pack
from mentor_tui.core.progress import add_months
from mentor_tui.core.records import Mentorship, Role, make
from mentor_tui.data.shelf import Shelf
from mentor_tui.demo import any_pack, isaps
from mentor_tui.demo.story import MENTEE_ZONE, MENTOR_ZONE, Story, evening
from mentor_tui.prompts.loading import load_pack

PACK = "isaps"
MENTOR, MENTEE = "Dr Ada Sample", "Dr Noa Placeholder"


def make_demo(folder: Path, clock: Clock, pack: Pack | None = None) -> str:
    """Keep the demo journal in ``folder``, as if it had grown up to ``clock``'s now; gives its name. Raises OSError.

    The ISAPS programme has a story of its own; any other pack gets one that fits them all.
    """
    pack = pack or load_pack(PACK)
    today = clock.now().astimezone(zone_of(MENTOR_ZONE)).date()
    begins, chapters = isaps.plot() if pack.name == PACK else any_pack.plot(pack)
    start = today + timedelta(days=begins)
    mentorship = make(
        Mentorship,
        evening(start),
        role=Role.mentor,
        mentor=MENTOR,
        mentee=MENTEE,
        pack=pack.name,
        starts_on=start,
        ends_on=add_months(start, pack.rules.months),
        mentor_zone=MENTOR_ZONE,
        mentee_zone=MENTEE_ZONE,
        contact="Video call; a text message when a list overruns",
    )
    with Shelf(folder).create(mentorship, clock) as journal:
        story = Story(journal, pack, today)
        for label, chapter in chapters:
            chapter(story)
            story.keep(label)
        if journal.trouble:
            raise OSError(journal.trouble)
        return journal.name
