"""What the handbooks count and name, the packs have: no more, no less, and in that order.

Names stand here with their numbers, because a list of them in a row would be a copy of the handbook.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from mentor_tui.core.packs import Pack
from mentor_tui.core.records import Body, Lane, Lead, Occasion
from mentor_tui.core.sheets import FillKind, Moment
from mentor_tui.prompts.library import BUILT_IN, load_pack, pack_names

PACKS = ["asds-future-leaders", "isaps", "surgery-faculty"]


@pytest.fixture(scope="module")
def packs() -> dict[str, Pack]:
    return {name: load_pack(name) for name in PACKS}


@pytest.fixture(scope="module")
def isaps(packs: dict[str, Pack]) -> Pack:
    return packs["isaps"]


@pytest.fixture(scope="module")
def faculty(packs: dict[str, Pack]) -> Pack:
    return packs["surgery-faculty"]


@pytest.fixture(scope="module")
def asds(packs: dict[str, Pack]) -> Pack:
    return packs["asds-future-leaders"]


def numbered(names: Iterable[str]) -> dict[int, str]:
    return dict(enumerate(names, 1))


def titles(pack: Pack, cards: str) -> dict[int, str]:
    return numbered(card.title for card in pack.cards[cards].cards)


def lines(pack: Pack, part: str) -> dict[int, str]:
    found = pack.part(part)
    assert found is not None
    return numbered(line.text for line in found.lines)


# --- Counts ---------------------------------------------------------------------------------------------------------

# Of each set of cards: the bullets of each card. What no handbook counts is here too, so that no change is by chance.
ERRATA = [0] * 14
CARDS: dict[str, dict[str, list[int]]] = {
    "isaps": {
        "objectives": [1, 1, 1],
        "mentor-duties": [0] * 9,
        "mentee-duties": [0] * 8,
        "mentor-focus": [3, 3, 3, 2],
        "mentee-focus": [2, 2, 2, 3],
        "growth-themes": [4] * 7,
        "ethical-responsibilities": [1] * 6,
        "confidential-topics": [2, 2, 2, 2],
        "keeping-confidences": [1, 1, 1, 2, 1],
        "ethics-scenarios": [5, 4, 4],
        "ethical-concerns": [3, 2, 2],
        "ethics-revisit": [5, 3],
        "inclusion": [2] * 5,
        "challenges": [4, 4, 4, 3],
        "before-the-call": [0, 0],
        "lift": [4],
        "errata": ERRATA,
    },
    "surgery-faculty": {
        "mentoring-and-coaching": [1, 2, 1, 1, 1, 1],
        "purposes-and-models": [2, 5, 8, 4],
        "mentor-role": [2, 3, 2, 2, 2, 2, 2],
        "mentor-benefits": [1, 1, 1, 1, 2, 1],
        "mentor-challenges": [2, 2, 3, 1, 2, 3],
        "mentor-characteristics": [1] * 10,
        "mentor-toxic": [2, 2, 1, 2, 2, 2],
        "protege-role": [2, 2, 1, 2, 1, 2, 2, 2],
        "protege-benefits": [1, 1, 1, 1, 2, 1],
        "protege-challenges": [2, 2, 3, 1, 2, 1],
        "protege-characteristics": [1] * 7,
        "protege-toxic": [2, 2, 2, 1, 1, 2],
        "expectations-of-proteges": [3, 2, 3, 1, 2, 2, 2, 2, 2, 2],
        "expectations-of-mentors": [3, 2, 3, 2, 3, 2, 2, 2],
        "example-ground-rules": [13, 6, 8],
        "before-the-call": [3],
        "errata": ERRATA,
    },
    "asds-future-leaders": {
        "what-is-mentoring": [1] * 4,
        "mentor-role": [3, 3, 2, 3, 4],
        "mentee-role": [3, 2, 3, 4],
        "expectations-of-mentees": [1, 1, 0, 1, 0, 0, 0, 1, 1, 0, 1],
        "expectations-of-mentors": [1, 0, 1, 1, 1, 0, 1, 1, 1],
        "tips": [3, 3, 6, 5],
        "rhythm": [3],
        "before-the-call": [3],
        "errata": ERRATA,
    },
}

# The lines of each part of a checklist.
CHECKLISTS: dict[str, dict[str, list[int]]] = {
    "isaps": {"first-meeting": [10, 9, 11, 7], "goals": [7, 4], "completion": [9, 6, 9]},
    "surgery-faculty": {"first-meeting": [13, 9, 12, 3], "areas": [27]},
    "asds-future-leaders": {"getting-started": [5, 4, 4, 2, 2, 2, 4], "mentee-tasks": [9, 21, 2, 6]},
}

# The questions of each topic of a deck.
GROUND_RULES = [2, 6, 1, 3, 1, 1, 1, 5, 1]
DECKS: dict[str, dict[str, list[int]]] = {
    "isaps": {"ground-rules": GROUND_RULES},
    "surgery-faculty": {"ground-rules": GROUND_RULES, "boundaries": [6, 2, 1]},
    "asds-future-leaders": {"ground-rules": GROUND_RULES},
}

# The questions of each part of a form.
FORMS: dict[str, dict[str, list[int]]] = {
    "isaps": {
        "agreement": [0, 0, 1, 1, 1, 1, 1, 0, 0],
        "worksheet": [3, 0, 0, 2, 0, 4],
        "log": [0, 1, 2],
        "completion": [4, 2, 2, 3, 3, 0],
    },
    "surgery-faculty": {
        "agreement": [1, 1, 1, 2, 1, 3, 1, 1, 2, 0, 1, 2],
        "plan": [2, 2, 3, 5, 1, 2],
        "half-year-review": [2, 3, 3, 3, 1, 3],
        "log": [0, 0],
    },
    "asds-future-leaders": {
        "agreement": [0, 1, 1, 2, 1, 1, 1],
        "plan": [0, 1, 1, 1, 1, 0],
        "log": [0, 0],
    },
}

# The items of each agenda.
AGENDAS: dict[str, dict[str, int]] = {
    "isaps": {
        "first-meeting": 7,
        "goals": 7,
        "mid-point": 8,
        "session-4": 5,
        "session-5": 6,
        "completion": 8,
        "ongoing": 5,
    },
    "surgery-faculty": {"first-meeting": 9, "second-quarter": 6, "half-year": 8, "closing": 7, "ongoing": 5},
    "asds-future-leaders": {"getting-started": 8, "development-plan": 7, "ongoing": 7, "review": 8, "closing": 8},
}


def test_no_built_in_pack_is_left_out() -> None:
    assert sorted(info.name for info in pack_names()) == PACKS
    assert all(set(table) == set(PACKS) for table in (CARDS, CHECKLISTS, DECKS, FORMS, AGENDAS))


@pytest.mark.parametrize("name", PACKS)
def test_nothing_was_added_or_lost(packs: dict[str, Pack], name: str) -> None:
    pack = packs[name]
    assert {key: [len(card.lines) for card in each.cards] for key, each in pack.cards.items()} == CARDS[name]
    assert {key: [len(part.lines) for part in each.parts] for key, each in pack.checklists.items()} == CHECKLISTS[name]
    assert {key: [len(topic.questions) for topic in deck.topics] for key, deck in pack.decks.items()} == DECKS[name]
    assert {key: [len(part.questions) for part in form.parts] for key, form in pack.forms.items()} == FORMS[name]
    assert {key: len(agenda.entries) for key, agenda in pack.agendas.items()} == AGENDAS[name]
    assert {key: [len(part.lines) for part in each.parts] for key, each in pack.ratings.items()} == {
        "skills": [18, 2],
        "trust": [11, 9],
    }


@pytest.mark.parametrize("name", PACKS)
def test_every_agenda_lasts_exactly_as_long_as_a_session(packs: dict[str, Pack], name: str) -> None:
    pack = packs[name]
    assert {key: agenda.minutes for key, agenda in pack.agendas.items()} == dict.fromkeys(
        pack.agendas, pack.rules.minutes
    )
    assert pack.rules.minutes == 60
    # One agenda for each session of the minimum.
    assert len(pack.course) == pack.rules.sessions
    assert [pack.agendas[pack.course[place]].occasion for place in (0, -1)] == [Occasion.start, Occasion.end]


@pytest.mark.parametrize("name", PACKS)
@pytest.mark.parametrize("role", [Lead.mentor, Lead.mentee])
def test_nobody_gets_more_than_four_cards_at_one_moment(packs: dict[str, Pack], name: str, role: Lead) -> None:
    for moment in Moment:
        shown = [card for card in packs[name].every_card if moment in card.when and card.who in (role, Lead.both)]
        assert len(shown) <= 4, (moment, [card.title for card in shown])


# --- What all three share -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PACKS)
def test_twenty_one_ground_rules_in_nine_topics(packs: dict[str, Pack], name: str) -> None:
    deck = packs[name].decks["ground-rules"]
    assert (len(deck.topics), len(deck.questions)) == (9, 21)


SKILLS = (
    *("Build rapport", "Keep confidences", "Question", "Reflect", "Take stock", "Be honest", "Imagine possibilities"),
    *("Gain perspective", "Listening actively", "Initiate", "Set goals", "Take action", "Follow through"),
    *("Review progress", "Learn quickly", "Manage the relationship", "Give feedback", "Receive feedback"),
)


@pytest.mark.parametrize("name", PACKS)
def test_eighteen_skills_on_three_levels(packs: dict[str, Pack], name: str) -> None:
    skills = packs[name].ratings["skills"]
    assert tuple(line.text.partition(" - ")[0] for line in skills.rated) == SKILLS
    assert skills.levels == ("developmental", "proficient", "expert")
    assert skills.occasions == tuple(Occasion)
    assert skills.lane is Lane.pair
    assert [part.in_words for part in skills.parts] == [False, True]


@pytest.mark.parametrize("name", PACKS)
def test_trust_is_for_ones_own_eyes(packs: dict[str, Pack], name: str) -> None:
    trust = packs[name].ratings["trust"]
    assert [len(part.lines) for part in trust.parts] == [11, 9]
    assert trust.lane is Lane.mine


# --- ISAPS ----------------------------------------------------------------------------------------------------------


def test_isaps_six_sessions_in_six_months(isaps: Pack) -> None:
    rules = isaps.rules
    assert (rules.sessions, rules.months, rules.first_counts) == (6, 6, True)
    assert (rules.certificate, rules.survey_weeks_before_end) == (True, 2)
    assert isaps.course == ("first-meeting", "goals", "mid-point", "session-4", "session-5", "completion")
    assert isaps.extra == "ongoing"
    assert (isaps.plan_word, isaps.log_word) == (
        "Goal Setting & Reflections Worksheet",
        "Activity & Progress Tracking Log",
    )


def test_isaps_five_documents_of_which_two_go_back(isaps: Pack) -> None:
    assert [document.key for document in isaps.documents] == ["handbook", "worksheet", "log", "diversity", "ethics"]
    assert [document.key for document in isaps.documents if document.returned] == ["worksheet", "log"]
    drafts = {form.draft_for for form in isaps.forms.values() if form.draft_for}
    assert drafts == {"worksheet", "log"}


def test_isaps_four_steps_each_with_a_session(isaps: Pack) -> None:
    assert numbered(step.title for step in isaps.steps) == {
        1: "Initial meeting",
        2: "Goal-setting",
        3: "Ongoing support & development",
        4: "Programme completion & reflection",
    }
    course = [isaps.agendas[name].step for name in isaps.course]
    assert list(dict.fromkeys(course)) == [step.key for step in isaps.steps]


def test_isaps_duties_of_both(isaps: Pack) -> None:
    for name, who, count in (("mentor-duties", Lead.mentor, 9), ("mentee-duties", Lead.mentee, 8)):
        cards = isaps.cards[name].cards
        assert len(cards) == count
        assert all(card.who is who and card.when for card in cards)


def test_isaps_three_objectives(isaps: Pack) -> None:
    assert len(isaps.cards["objectives"].cards) == 3


def test_isaps_leadership_focus(isaps: Pack) -> None:
    assert titles(isaps, "mentor-focus") == {
        1: "Model Excellence",
        2: "Empower, Don't Direct",
        3: "Share Career Insights",
        4: "Coach Beyond Surgery",
    }
    assert titles(isaps, "mentee-focus") == {
        1: "Take Ownership of Growth",
        2: "Ask for Feedback - and Use It",
        3: "Observe Leadership in Action",
        4: "Practice Leading in Small Ways",
    }


def test_isaps_seven_growth_themes(isaps: Pack) -> None:
    assert titles(isaps, "growth-themes") == {
        1: "Professional identity and values",
        2: "Work-life integration",
        3: "Private vs. academic career paths",
        4: "Research and publishing opportunities",
        5: "Speaking at conferences and joining expert panels",
        6: "Building a personal brand within surgery",
        7: "Patient trust and communication strategies",
    }
    assert isaps.cards["growth-themes"].draw


def test_isaps_five_activities(isaps: Pack) -> None:
    assert {activity.title: activity.lead for activity in isaps.activities.values()} == {
        "Leadership Reflection Interview": Lead.mentee,
        "Shadow & Debrief": Lead.mentor,
        "Career Mapping Exercise": Lead.both,
        "Leadership Challenge Case Study": Lead.mentor,
        "Lead a Project or Presentation": Lead.mentee,
    }


def test_isaps_ethics(isaps: Pack) -> None:
    assert titles(isaps, "ethical-responsibilities") == {
        1: "Professional Integrity",
        2: "Commitment to Mentee Development",
        3: "Respect & Fair Treatment",
        4: "Respect Mentor's Time & Expertise",
        5: "Honesty & Transparency",
        6: "Commitment to Ethical Practice",
    }
    assert [card.who for card in isaps.cards["ethical-responsibilities"].cards] == [Lead.mentor] * 3 + [Lead.mentee] * 3
    counts = {"confidential-topics": 4, "keeping-confidences": 5, "ethics-scenarios": 3, "ethical-concerns": 3}
    assert {name: len(isaps.cards[name].cards) for name in counts} == counts
    assert isaps.cards["ethics-scenarios"].draw


def test_isaps_five_principles_of_inclusion(isaps: Pack) -> None:
    assert titles(isaps, "inclusion") == {
        1: "Self-Awareness & Unconscious Bias",
        2: "Active Listening & Open Communication",
        3: "Respect for Different Perspectives",
        4: "Adaptability & Flexibility",
        5: "Support & Advocacy",
    }


def test_isaps_four_challenges_offered_when_they_are_there(isaps: Pack) -> None:
    cards = isaps.cards["challenges"].cards
    assert {card.title.partition(":")[0]: card.when for card in cards} == {
        "Misaligned expectations": (Moment.late_twice,),
        "Lack of communication": (Moment.no_session,),
        "Difficulty setting goals": (Moment.no_goals,),
        "Personality differences": (),
    }


# --- The Department of Surgery's booklet ----------------------------------------------------------------------------


def test_faculty_a_session_each_quarter(faculty: Pack) -> None:
    rules = faculty.rules
    assert (rules.sessions, rules.months, rules.certificate, rules.survey_weeks_before_end) == (4, 12, False, None)
    assert faculty.course == ("first-meeting", "second-quarter", "half-year", "closing")
    assert (faculty.mentee_word, faculty.plan_word) == ("protégé", "Individual Development Plan (IDP)")
    assert not faculty.documents
    assert not faculty.steps


def test_faculty_checklist_of_the_first_meeting(faculty: Pack) -> None:
    parts = faculty.checklists["first-meeting"].parts
    assert [(part.who, part.when, len(part.lines)) for part in parts] == [
        (Lead.mentee, "before", 13),
        (Lead.mentor, "before", 9),
        (Lead.both, "during", 12),
        (Lead.both, "after", 3),
    ]


def test_faculty_nine_questions_of_boundaries(faculty: Pack) -> None:
    assert len(faculty.decks["boundaries"].questions) == 9


def test_faculty_twenty_seven_areas_of_assistance(faculty: Pack) -> None:
    assert lines(faculty, "areas/areas") == {
        1: "Designing research",
        2: "Leading teams",
        3: "Speaking before groups",
        4: "Managing data",
        5: "Finding resources",
        6: "Finding funding",
        7: "Navigating institution",
        8: "Giving feedback",
        9: "Evaluating research",
        10: "Writing grants",
        11: "Cultural competence",
        12: "Teaching effectively",
        13: "Writing manuscripts",
        14: "Managing time",
        15: "Managing staff",
        16: "Managing conflict",
        17: "Managing budgets",
        18: "Assessing students",
        19: "Medical informatics",
        20: "Managing your career",
        21: "Managing care",
        22: "Collaborating effectively",
        23: "Networking",
        24: "Establishing goals",
        25: "Preparing for promotion",
        26: "Knowing career pathways",
        27: "Departmental dynamics",
    }


def test_faculty_six_contrasts_of_mentoring_and_coaching(faculty: Pack) -> None:
    assert titles(faculty, "mentoring-and-coaching") == {
        1: "Focus",
        2: "Role",
        3: "Relationship",
        4: "Source of influence",
        5: "Personal returns",
        6: "Arena",
    }


@pytest.mark.parametrize(
    ("who", "counts"),
    [
        ("mentor", {"role": 7, "benefits": 6, "challenges": 6, "characteristics": 10, "toxic": 6}),
        ("protege", {"role": 8, "benefits": 6, "challenges": 6, "characteristics": 7, "toxic": 6}),
    ],
)
def test_faculty_what_is_said_of_the_two(faculty: Pack, who: str, counts: dict[str, int]) -> None:
    assert {kind: len(faculty.cards[f"{who}-{kind}"].cards) for kind in counts} == counts
    role = Lead.mentor if who == "mentor" else Lead.mentee
    assert {card.who for card in faculty.cards[f"{who}-role"].cards} == {role}


def test_faculty_what_each_hopes_for(faculty: Pack) -> None:
    assert len(faculty.cards["expectations-of-proteges"].cards) == 10
    assert len(faculty.cards["expectations-of-mentors"].cards) == 8


def test_faculty_agreement_and_review(faculty: Pack) -> None:
    agreement = faculty.forms["agreement"]
    assert agreement.signed_by is Lead.both
    fills = {part.key.partition("/")[2]: part.fill.kind for part in agreement.parts if part.fill is not None}
    assert fills["areas-of-assistance"] is FillKind.ticked
    assert fills["boundaries"] is fills["ground-rules"] is FillKind.answers
    assert {"no-fault", "review-in-the-year", "review-at-the-end"} <= {p.key.split("/")[1] for p in agreement.parts}
    half = faculty.agendas["half-year"]
    assert half.occasion is Occasion.mid_point
    assert "half-year-review" in {entry.ref.partition("/")[0] for entry in half.entries if entry.body is Body.form}


# --- ASDS -----------------------------------------------------------------------------------------------------------


def test_asds_an_hour_each_month_is_our_proposal(asds: Pack) -> None:
    rules = asds.rules
    assert (rules.sessions, rules.months, rules.certificate, rules.survey_weeks_before_end) == (12, 12, False, None)
    assert (asds.plan_word, asds.log_word) == ("Personal Development Plan", "Mentoring Log")
    assert not asds.documents
    assert not asds.steps
    head = (BUILT_IN / "asds-future-leaders/pack.toml").read_text(encoding="utf-8")
    assert "our proposal" in head


def test_asds_meeting_guidelines_in_five_blocks(asds: Pack) -> None:
    during = [part for part in asds.checklists["getting-started"].parts if part.when == "during"]
    assert [len(part.lines) for part in during] == [4, 2, 2, 2, 4]
    assert all(part.who is Lead.both for part in during)


def test_asds_tasks_of_the_mentee_in_four_stages(asds: Pack) -> None:
    stages = asds.checklists["mentee-tasks"].parts
    assert {part.title: len(part.lines) for part in stages} == {
        "Preparing for the partnership": 9,
        "Implementing the mentoring partnership": 21,
        "Complete evaluation activities": 2,
        "Review accomplishments and take next steps": 6,
    }
    assert all(part.who is Lead.mentee for part in stages)


def test_asds_expectations_of_both(asds: Pack) -> None:
    assert len(asds.cards["expectations-of-mentees"].cards) == 11
    assert {card.who for card in asds.cards["expectations-of-mentees"].cards} == {Lead.mentee}
    assert len(asds.cards["expectations-of-mentors"].cards) == 9
    assert {card.who for card in asds.cards["expectations-of-mentors"].cards} == {Lead.mentor}


def test_asds_tips_in_four_groups(asds: Pack) -> None:
    assert [len(card.lines) for card in asds.cards["tips"].cards] == [3, 3, 6, 5]


def test_asds_agreement_has_goals_and_six_clauses(asds: Pack) -> None:
    agreement = asds.forms["agreement"]
    goals, *clauses = agreement.parts
    assert (goals.fill and goals.fill.kind, agreement.signed_by) == (FillKind.goals, Lead.both)
    assert numbered(part.title for part in clauses) == {
        1: "Regular meetings",
        2: "Learning opportunities",
        3: "Confidentiality",
        4: "Ground rules",
        5: "Feedback and progress",
        6: "Mentoring Log",
    }


# --- Nobody is named ------------------------------------------------------------------------------------------------

# The people whom the handbooks name, and the university: not even a test should name them.
NAMED = {
    *("c9f7ef650aac", "e5787dfc0650", "b90d33f2b127"),
    *("78252352028a", "885af9677698", "d73a1100a0fe"),
}


def digest(word: str) -> str:
    return hashlib.sha256(word.casefold().encode()).hexdigest()[:12]


FILES = sorted(path for path in BUILT_IN.rglob("*") if path.suffix in (".md", ".toml"))


@pytest.mark.parametrize("path", FILES, ids=[path.relative_to(BUILT_IN).as_posix() for path in FILES])
def test_no_file_names_a_person_or_an_office(path: Path) -> None:
    """Only the address of the ISAPS programme and the link to L.I.F.T. stand in its own pack."""
    text = path.read_text(encoding="utf-8")
    assert not {word for word in re.findall(r"\w+", text) if digest(word) in NAMED}
    assert not re.findall(r"\b(?:Dr|Prof|Professor|MD|PhD|Mr|Mrs|Ms)\b\.? [A-Z]", text)
    assert not re.findall(r"(?i)\buniversity of\b|\bregents\b|\bcopyright\b|©", text)
    assert not re.findall(r"\+?\d[\d ()/-]{6,}\d", text)
    there = {each.rstrip(".") for each in re.findall(r"[\w.+@/:-]+\.(?:org|com|net|edu)\b[\w./-]*", text)}
    allowed = {"residentsandfellows@isaps.org", "isaps.org/education/isaps-lift-leadership-program/"}
    assert there <= (allowed if "isaps" in path.relative_to(BUILT_IN).parts else set())


def test_only_isaps_has_an_address(packs: dict[str, Pack]) -> None:
    assert {name: pack.contact for name, pack in packs.items()} == {
        "isaps": "residentsandfellows@isaps.org",
        "surgery-faculty": "",
        "asds-future-leaders": "",
    }


def test_a_name_would_be_found() -> None:
    assert len(NAMED) == 6
    assert all(re.fullmatch(r"[0-9a-f]{12}", each) for each in NAMED)
    assert digest("Someone") == digest("someone") not in NAMED
