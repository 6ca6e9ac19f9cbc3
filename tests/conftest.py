"""What every test shares: settings of Hypothesis, a cache folder that is not the user's, a synth or none."""

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings
from PySide6.QtCore import QEvent
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from genre_studio.playback.errors import PlaybackError
from genre_studio.playback.fluidsynth_library import fluidsynth_library

# Windows of tests never show on a screen; a test that wants a real one starts a process for it.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# A machine that also trains a model is slow at random; a slow example is no failure.
settings.register_profile("studio", deadline=None, max_examples=60)
settings.load_profile("studio")


@pytest.fixture(scope="session", autouse=True)
def _one_application(qapp: QApplication) -> Iterator[None]:
    """A picture drawn without a window makes a smaller kind of application, and there can be but one."""
    yield
    QGuiApplication.clipboard().clear()  # see leave_only_text_on_clipboard


@pytest.fixture(autouse=True)
def _nothing_left_on_the_desk(qapp: QApplication) -> Iterator[None]:
    """Closed windows are deleted after each test: Qt waits for an event loop to end, and a theme is set
    for every window that still lives.
    """
    yield
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture(autouse=True)
def _own_folders(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Settings, caches and runs of the person who tests are never touched."""
    home = tmp_path_factory.getbasetemp() / "user"
    for name in ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(home / name.lower()))


@pytest.fixture
def needs_synth() -> None:
    """Leaves the test out where FluidSynth or its sounds are missing."""
    try:
        fluidsynth_library()
    except PlaybackError as error:
        pytest.skip(str(error))
