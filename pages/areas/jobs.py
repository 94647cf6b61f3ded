"""Areas being prepared: how far, stop, go on; looked at every second while any is under way."""

from __future__ import annotations

import streamlit as st

from data.areas.jobs import (
    DONE,
    FAILED,
    RUNNING,
    STOPPED,
    Job,
    forget,
    job_of,
    jobs,
    request_of_job,
    start,
    stop,
)
from geo.errors import ApprodoError
from layers.sentences import error_sentences
from layers.text.escaping import esc
from layers.words import Words
from pages.shared.session import JOBS_RUNNING


def show_jobs(words: Words) -> None:
    """Show every job; while one runs, look again each second, and redraw the page at its end."""
    known = jobs()
    if not known:
        return
    st.html(f"<h2>{esc(words.say('areas.jobs'))}</h2>")
    running = [job.id for job in known if job.state == RUNNING]
    st.fragment(_watch, run_every=1.0 if running else None)(words)


def _watch(words: Words) -> None:
    known = jobs()
    running = {job.id for job in known if job.state == RUNNING}
    before = JOBS_RUNNING.get(set())
    JOBS_RUNNING.set(running)
    if before - running:
        st.rerun(scope="app")
    for job in known:
        with st.container(key=f"ap_job_{job.id}"):
            _show(job, words)


def _show(job: Job, words: Words) -> None:
    request = request_of_job(job.id)
    name = request.name if request else job.id
    st.html(f"<h3>{esc(name)}</h3>")
    if job.state == RUNNING:
        st.progress(min(1.0, job.share), text=_state_text(job, words))
        st.button(words.say("areas.stop"), key=f"stop_{job.id}", on_click=stop, args=(job.id,))
        return
    if job.state == DONE:
        st.html(f'<p class="ap-note">{esc(words.say("areas.done", name=name))}</p>')
        if job.failure:
            st.html(f'<p class="ap-note">{esc(words.say("areas.old_copy"))}</p>')
        link = f"/?lang={words.language}&area={job.id}"
        opened = esc(words.say("areas.open"))
        st.html(f'<p><a class="ap-button" href="{esc(link)}" target="_self">{opened}</a></p>')
    if job.state == STOPPED:
        st.html(f'<p class="ap-note">{esc(words.say("areas.stopped"))}</p>')
    if job.state == FAILED:
        sentences = error_sentences(ApprodoError(job.code, **job.facts), words)
        st.html(f'<p class="ap-alert" role="alert">{esc(" ".join(sentences))}</p>')
    with st.container(horizontal=True):
        broken_off = job.state in (STOPPED, FAILED)
        if broken_off and st.button(words.say("areas.resume"), key=f"again_{job.id}"):
            _resume(job.id)
            # The whole page: only then does the watch begin to look every second again.
            st.rerun(scope="app")
        label = words.say("app.close" if job.state == DONE else "areas.forget")
        st.button(label, key=f"forget_{job.id}", on_click=forget, args=(job.id,))


def _state_text(job: Job, words: Words) -> str:
    step = words.say(f"progress.{job.step}")
    if job.step != "download" or not job.received:
        return step
    if job.expected is None:
        return f"{step} · {words.say('areas.received_some', have=job.received)}"
    return f"{step} · {words.say('areas.received', have=job.received, whole=job.expected)}"


def _resume(area_id: str) -> None:
    request = request_of_job(area_id)
    current = job_of(area_id)
    if request is not None and (current is None or current.state != RUNNING):
        start(request)
