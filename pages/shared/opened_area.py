"""The area on the page: opened once for the process, built with visible progress where missing."""

from __future__ import annotations

import gc
from datetime import UTC, datetime

import streamlit as st

from answers.opened_area import OpenArea, with_services
from data.areas.build import is_current, wait_for_area, wait_for_builds
from data.areas.load import Area, current_folder, list_areas, load_area
from data.areas.public_layers import publish_layer
from data.catalog.areas import BundledArea, bundled_area, bundled_areas
from data.catalog.tables import load_taxonomy
from data.settings import is_public
from geo.errors import ApprodoError, UnknownName
from layers.map.people_layer import people_layer
from layers.map.public_services import public_services
from layers.sentences import error_sentences
from layers.text.escaping import esc
from layers.words import Words
from pages.shared.register_session import open_shared_register
from pages.shared.session import AREA


def known_areas(language: str) -> dict[str, str]:
    """Return id → name of every area that can be opened; samples first, and said as such."""
    sample = Words(language).say("app.sample_badge").lower()
    names = {
        a.id: f"{a.names.get(language, next(iter(a.names.values())))} · {sample}"
        for a in bundled_areas()
    }
    names.update({m.id: m.name(language) for m in list_areas() if m.id not in names})
    return names


def wanted_area() -> str:
    """Return the id of the area that the address or the session names, else the first sample's."""
    return str(st.query_params.get("area") or AREA.get() or bundled_areas()[0].id)


def current_area(words: Words) -> OpenArea:
    """Return the area that the address or the session names; say and stop where that fails."""
    wanted = wanted_area()
    try:
        version = _version(wanted, words)
        return _opened(wanted, version, open_shared_register().newest_change())
    except ApprodoError as error:
        st.error(" ".join(error_sentences(error, words)))
        st.stop()
    raise AssertionError("st.stop ends the run")


def show_sample_badge(opened: OpenArea, words: Words) -> None:
    """Say that an area is a sample, and where to learn how to add another."""
    if opened.area.manifest.bundled:
        link = f"/areas?lang={words.language}"
        st.html(
            f'<p class="ap-sample" title="{esc(words.say("app.sample_long"))}">'
            f"<strong>{esc(words.say('app.sample_badge'))}</strong> "
            f'<a href="{esc(link)}" target="_self">{esc(words.say("app.add_municipality"))}</a></p>'
        )


def services_address(opened: OpenArea) -> str:
    """Return where the map finds the public services of an area."""
    change = open_shared_register().newest_change()
    key = f"{opened.area.manifest.id} {opened.area.version} {change}"
    return _published(key, opened)


def people_address(opened: OpenArea) -> tuple[str, tuple[float, ...]]:
    """Return where the map finds the residents of an area, and the limits of their classes.

    Empty where nobody knows who lives there.
    """
    return _published_people(opened.area.manifest.id, opened.area.version, opened)


def _version(area_id: str, words: Words) -> str:
    """Return the version of an area; a sample that is not there yet is built or waited for."""
    sample = bundled_area(area_id)
    if sample is not None and not is_current(area_id):
        _wait(sample, words)
    try:
        return current_folder(area_id).name
    except LookupError:
        if sample is None:
            raise
        raise UnknownName("area.not_ready", area=area_id) from None


def _wait(sample: BundledArea, words: Words) -> None:
    """Show how far the build is, whoever started it; the page goes on by itself."""
    name = sample.names.get(words.language, sample.id)
    with st.status(words.say("progress.title", area=name), expanded=True) as status:
        bar = st.progress(0.0)

        def show(step: str, share: float) -> None:
            bar.progress(share, text=words.say(f"progress.{step}"))

        if is_public():  # a visitor starts no build
            wait_for_builds(sample.id, on_progress=show)
        else:
            wait_for_area(sample.id, now=datetime.now(UTC), on_progress=show)
        status.update(state="complete", expanded=False)


@st.cache_resource(max_entries=8, show_spinner=False)
def _loaded(area_id: str, version: str) -> Area:  # noqa: ARG001 - a new version opens anew
    loaded = load_area(area_id)
    # An area stays: the collector, which runs after every rerun, need not look at it again.
    gc.collect()
    gc.freeze()
    return loaded


@st.cache_resource(max_entries=8, show_spinner=False)
def _opened(area_id: str, version: str, change: int) -> OpenArea:  # noqa: ARG001 - changes show
    return with_services(_loaded(area_id, version), open_shared_register())


@st.cache_resource(max_entries=16, show_spinner=False)
def _published(services: str, _opened: OpenArea) -> str:  # noqa: ARG001
    return publish_layer(public_services(_opened.services, taxonomy=load_taxonomy()))


@st.cache_resource(max_entries=16, show_spinner=False)
def _published_people(
    area_id: str,  # noqa: ARG001
    version: str,  # noqa: ARG001
    _opened: OpenArea,
) -> tuple[str, tuple[float, ...]]:
    if _opened.area.residents is None or not len(_opened.area.residents):
        return "", ()
    layer = people_layer(_opened.area.residents)
    return publish_layer(layer), tuple(layer["breaks"])  # type: ignore[arg-type]
