"""A file of one's own on a page: asked for in the reader's words, kept for the session only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from layers.words import Words

MOST_MB = 20


def ask_file(
    label: str,
    kinds: Sequence[str],
    words: Words,
    *,
    key: str,
    most_mb: int = MOST_MB,
    help: str | None = None,  # noqa: A002 - Streamlit's own name for it
) -> UploadedFile | None:
    """Ask for a file; Streamlit's own words in it are English, and ours stand over them."""
    with st.container(key=f"ap_upload_{key}"):
        text = words.say("import.choose")
        st.html(f"<style>.st-key-ap_upload_{key} {{ --ap-upload: '{text}'; }}</style>")
        return st.file_uploader(
            label, type=list(kinds), max_upload_size=most_mb, key=key, help=help
        )


@contextmanager
def on_disk(file: UploadedFile) -> Iterator[Path]:
    """Let a reader of files read it: in a folder that is gone afterwards, under its own name."""
    with named_file(file.name, file.getvalue()) as path:
        yield path


@contextmanager
def named_file(name: str, content: bytes) -> Iterator[Path]:
    """Let a reader of files read some content as a file of a name, which its complaints give."""
    with TemporaryDirectory() as folder:
        # A folder in the name would lead elsewhere.
        path = Path(folder) / (Path(name).name or "file")
        path.write_bytes(content)
        yield path
