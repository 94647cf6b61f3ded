"""What a session remembers: every key with its type; no other file touches Streamlit's state.

A person's position, needs and situation live here and nowhere else, until the session ends.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

import streamlit as st

from geo.model import Situation
from geo.network.modes import Mode
from layers.words import LANGUAGES, PERSON_LANGUAGES

if TYPE_CHECKING:  # the types of what is kept, which the keys themselves need not load
    from streamlit.navigation.page import StreamlitPage
    from streamlit.runtime.uploaded_file_manager import UploadedFile

    from answers.coverage import CoverageAnswer
    from answers.places import Elsewhere, PlaceAnswer
    from answers.plan import PlanAnswer
    from answers.siting import SitingAnswer
    from data.sources.nominatim import Outline
    from geo.measures.outcome import CoverageOutcome
    from geo.measures.question import CoverageQuestion
    from geo.plans.model import Plan
    from geo.scenario import Scenario

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Key(Generic[Value]):
    """A value that a session remembers under a name; of a widget, the name is its ``key``."""

    name: str

    @property
    def is_set(self) -> bool:
        """Whether there is a value."""
        return self.name in st.session_state

    @property
    def value(self) -> Value:
        """The value, which must be there."""
        return cast("Value", st.session_state[self.name])

    def get(self, default: Any = None) -> Any:
        """Return the value, or a default where there is none."""
        return st.session_state.get(self.name, default)

    def set(self, value: Value) -> None:
        """Keep a value."""
        st.session_state[self.name] = value

    def setdefault(self, value: Value) -> Value:
        """Return the value; where there is none, keep this one."""
        return cast("Value", st.session_state.setdefault(self.name, value))

    def take(self, default: Value) -> Value:
        """Return the value and forget it; a default where there is none."""
        return cast("Value", st.session_state.pop(self.name, default))

    def forget(self) -> None:
        """Forget the value, if there is one."""
        st.session_state.pop(self.name, None)


def forget_everything(*, but: tuple[Key[Any], ...] = ()) -> None:
    """Forget all that the session remembers, `but` what is named."""
    kept = [(key, key.value) for key in but if key.is_set]
    st.session_state.clear()
    for key, value in kept:
        key.set(value)


def forget_keys(prefix: str) -> None:
    """Forget every value whose name begins so."""
    for name in [name for name in st.session_state if str(name).startswith(prefix)]:
        del st.session_state[name]


def put_choices_into_other_words() -> None:
    """Set the choice of every widget again; to be called when the language is about to change.

    A browser knows a choice by its words and would send those of the language before, which are
    then no choice at all. What is set is sent to the browser in the new words.
    """
    for name, value in st.session_state.items():
        many = value if isinstance(value, list | tuple) and value else [value]
        # Buttons, which are true or false, and files cannot be set.
        if all(type(one) is not bool and isinstance(one, str | int | date | time) for one in many):
            st.session_state[name] = value


def clicked_point(key: str) -> tuple[float, float] | None:
    """Return longitude and latitude of the last click on the map of a key."""
    clicked = (st.session_state.get(key) or {}).get("last_clicked")
    return (clicked["lng"], clicked["lat"]) if clicked else None


def map_message(key: str) -> str:
    """Return what the map of a key says of a service, empty where nothing."""
    return str((st.session_state.get(key) or {}).get("last_object_clicked_tooltip") or "")


@dataclass(slots=True)
class Search:
    """A search in the making. Positions are degrees EPSG:4326."""

    need: str = ""
    lon: float | None = None
    lat: float | None = None
    place: str = ""
    interpolated: bool = False
    when: str = "now"
    at: datetime | None = None
    limit_min: int = 30
    mode: Mode = Mode.WALK
    situation: Situation = field(default_factory=Situation)
    chosen: str = ""
    opened: str = ""
    """The service whose card is open on the map."""

    goal: str = ""
    """A service beside the answer to which the way is shown."""

    bands: bool = False
    shown: int = 5
    fit: bool = False

    @property
    def position(self) -> tuple[float, float] | None:
        """Longitude and latitude, once the person has said where they are."""
        return None if self.lon is None or self.lat is None else (self.lon, self.lat)

    @property
    def has_place(self) -> bool:
        """Whether the person has said where they are."""
        return self.position is not None


@dataclass(slots=True)
class PlanDraft:
    """A plan in the making; place and situation are those of the search.

    `departure` and `own_from` … are local; None: now. What a person changes last is compared with
    `before`, the plan that was shown then.
    """

    needs: tuple[str, ...] = ()
    departure: datetime | None = None
    hours: str = "any"
    own_days: tuple[int, ...] = tuple(range(7))
    own_from: time = time(13)
    own_to: time = time(19)
    days: int = 7
    visit_min: dict[str, int] = field(default_factory=dict)
    pinned: dict[str, str] = field(default_factory=dict)
    excluded: frozenset[tuple[str, str]] = frozenset()
    on_day: dict[str, date] = field(default_factory=dict)
    priority: str = "fewest_trips"
    before: Plan | None = None
    shown: Plan | None = None
    adding: bool = False
    """Whether another need is being chosen."""

    opened: str = ""
    """The service whose card is open on the map."""

    fit: bool = True


LANGUAGE: Key[str] = Key("language")
PERSON_LANGUAGE: Key[str] = Key("person_language")
"""The language of the person whom the plan is for: one of `PERSON_LANGUAGES`."""

PAGES: Key[dict[str, StreamlitPage]] = Key("pages")
AREA: Key[str] = Key("area")
LANGUAGE_CHOICE: Key[str] = Key("language_choice")
AREA_CHOICE: Key[str] = Key("area_choice")

SEARCH: Key[Search] = Key("search")
MAP_HEARD: Key[dict[str, str]] = Key("map_heard")
"""What each map said last: it says it again with every run."""

PLAN_DRAFT: Key[PlanDraft] = Key("plan_draft")
PLAN_ANSWER: Key[tuple[object, PlanAnswer]] = Key("plan_answer")
"""What was asked last, and its answer: another run of the page asks nothing new."""

CARD_LANGUAGE: Key[str] = Key("plan_card_language")
CARD_MADE: Key[tuple[object, bytes]] = Key("plan_card")
"""The card that was prepared, and of what."""

SCREEN: Key[str] = Key("screening")
"""The screen of the screening at which the person is."""

UNSAFE: Key[bool] = Key("screening_unsafe")
"""Set while the numbers to call stand on the screen that asks about safety; never kept."""

COVERAGE_OPENED: Key[str] = Key("coverage_opened")
NEED_TEXT: Key[str] = Key("need_text")
NEEDS_FOUND: Key[tuple[str, tuple[str, ...]]] = Key("needs_found")
"""What was typed, and the needs that it may mean."""

PLACE_TEXT: Key[str] = Key("place_text")
PLACES_FOUND: Key[tuple[str, PlaceAnswer]] = Key("found_places")
OUTSIDE: Key[tuple[Elsewhere, float, float]] = Key("outside_area")
"""The device's position where it lies outside the area: where, longitude, latitude."""

DEVICE: Key[dict[str, Any]] = Key("device")
LIMIT_CHOICE: Key[int] = Key("limit")
WHEN_CHOICE: Key[str] = Key("when")
BANDS_CHOICE: Key[bool] = Key("bands")
REPORTS_SENT: Key[list[str]] = Key("reports_sent")
SEARCH_SEEN: Key[tuple[object, ...]] = Key("unmet_seen")
"""What was asked last: another run of the page is no other search."""

SEARCHES_COUNTED: Key[set[tuple[str, ...]]] = Key("unmet_counted")
"""What this session has counted: trying again is no other search either."""

COVERAGE_QUESTION: Key[CoverageQuestion] = Key("coverage_question")
COVERAGE_WINDOW: Key[str] = Key("coverage_when")
COVERAGE_ANSWER: Key[tuple[object, CoverageAnswer]] = Key("coverage_answer")
COVERAGE_SECTION: Key[str] = Key("coverage_section")
COVERAGE_FOCUS: Key[tuple[int, bool]] = Key("coverage_focus")
OUTLINES: Key[UploadedFile] = Key("coverage_outlines")
REPORT_MADE: Key[tuple[CoverageOutcome, bytes, bytes, bytes]] = Key("coverage_report")
SCENARIO_TRIED: Key[Scenario] = Key("coverage_scenario")
SCENARIO_NAME: Key[str] = Key("scenario_name")
SCENARIO_SHARED: Key[bool] = Key("scenario_shared")
SITES_PROPOSED: Key[tuple[object, CoverageOutcome, SitingAnswer]] = Key("siting_proposed")

FORM_EDITING: Key[str] = Key("register_editing")
FORM_DONE: Key[tuple[str, float]] = Key("register_done")
FORM_CLICK: Key[tuple[float, float]] = Key("form_click")
MERGING: Key[str] = Key("register_merging")
REGISTER_PAGE: Key[int] = Key("register_page")
REGION_TOWN: Key[str] = Key("region_town")
PARTNERSHIP_SECTION: Key[str] = Key("partnership_section")
REGISTER_VIEW: Key[str] = Key("register_view")
MESSAGE_SENT: Key[str] = Key("message_sent")
ANNEX: Key[Any] = Key("annex")
BATCH_DONE: Key[Any] = Key("batch_done")
TASKS_SHOWN: Key[int] = Key("worklist_shown")
PARTNERSHIPS_SAVED: Key[Any] = Key("partnerships_saved")
ACTIVITIES_SHOWN: Key[int] = Key("activities_shown")

MUNICIPALITIES_CHOSEN: Key[list[str]] = Key("areas_chosen")
MUNICIPALITY_TEXT: Key[str] = Key("areas_text")
PICKER_FIT: Key[bool] = Key("areas_fit")
OUTLINES_FOUND: Key[tuple[Outline, ...] | None] = Key("abroad_found")
AREA_NOTES: Key[dict[str, str]] = Key("areas_told")
JOBS_RUNNING: Key[set[str]] = Key("areas_running")


def current_search() -> Search:
    """Return this session's search."""
    search = SEARCH.get()
    # The class is made anew when code is reloaded: ask for the shape, not for the class.
    if search is None or not hasattr(search, "interpolated"):
        search = Search()
        SEARCH.set(search)
    found: Search = search
    return found


def current_plan() -> PlanDraft:
    """Return this session's plan in the making."""
    draft = PLAN_DRAFT.get()
    if draft is None or not hasattr(draft, "priority"):
        draft = PlanDraft()
        PLAN_DRAFT.set(draft)
    found: PlanDraft = draft
    return found


def current_language() -> str:
    """Return the language of this session: asked for in the address, else the browser's."""
    found = st.query_params.get("lang") or LANGUAGE.get()
    if found not in LANGUAGES:
        found = (st.context.locale or "it").split("-")[0]
    return found if found in LANGUAGES else "en"


def current_person_language() -> str:
    """Return the language of the person: asked for in the address, else chosen, else the page's.

    A browser in a language that the pages do not have, and the screening has, is asked in it.
    """
    asked = st.query_params.get("lang")
    found = asked if asked in PERSON_LANGUAGES else PERSON_LANGUAGE.get()
    if found in PERSON_LANGUAGES:
        return str(found)
    of_browser = (st.context.locale or "").split("-")[0]
    only_here = of_browser in PERSON_LANGUAGES and of_browser not in LANGUAGES
    return of_browser if only_here else current_language()
