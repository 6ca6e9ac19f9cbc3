"""The two themes: colours, sizes and fonts as values. Stylesheets and painters are made from them.

Two greys (the window and the surface on which music is drawn), one accent, a hue a track. Every pair
of text and ground that the window uses keeps a WCAG contrast of at least 4.5:1.
"""

from dataclasses import dataclass, field, replace

from PySide6.QtGui import QColor

UNIT = 8
"""The rhythm of the layout, in device-independent pixels: margins and gaps are multiples of it."""

_DARK_INK = QColor("#000000")
_LIGHT_INK = QColor("#ffffff")


@dataclass(frozen=True, eq=False)
class Theme:
    """One look of the window, compared by identity. Colours must not be changed in place.

    `tracks` repeats after its last hue; use `track_colour`. Sizes are device-independent pixels,
    font sizes points.
    """

    name: str
    is_dark: bool
    window: QColor  # the first grey: panels, ruler, bars
    surface: QColor  # the second grey: the roll, lists and fields
    hover: QColor  # a control under the pointer
    line: QColor  # separators and the borders of fields
    text: QColor
    text_dim: QColor  # captions, units, ruler numbers
    accent: QColor  # the one accent: main button, selection, playhead, focus
    locked: QColor  # amber: locked notes
    error: QColor
    row_black: QColor  # roll rows of black keys
    row_in_scale: QColor  # the tint over rows of the highlighted scale; has its own alpha
    line_bar: QColor
    line_beat: QColor
    line_sub: QColor
    key_white: QColor
    key_black: QColor
    tracks: tuple[QColor, ...] = field(default=())
    small_pt: float = 8.0
    body_pt: float = 9.5
    title_pt: float = 12.0
    unit: int = UNIT

    def at_text_scale(self, scale: float) -> "Theme":
        """The same look with larger text; itself at the usual size."""
        if scale == 1.0:
            return self
        sizes = {name: getattr(self, name) * scale for name in ("small_pt", "body_pt", "title_pt")}
        return replace(self, **sizes)

    def track_colour(self, colour: int) -> QColor:
        """The hue of a track's colour number (any integer)."""
        return self.tracks[colour % len(self.tracks)]

    def note_colour(self, colour: int, velocity: float) -> QColor:
        """A track's hue at a velocity (1..127): soft notes sink towards the surface."""
        return mix(self.surface, self.track_colour(colour), 0.5 + 0.5 * velocity / 127)

    def ink_on(self, ground: QColor) -> QColor:
        """Black or white, whichever reads better on `ground`."""
        dark_reads_better = contrast_ratio(_DARK_INK, ground) >= contrast_ratio(_LIGHT_INK, ground)
        return _DARK_INK if dark_reads_better else _LIGHT_INK


def mix(below: QColor, above: QColor, amount: float) -> QColor:
    """`above` laid over `below` with opacity `amount` (0..1); opaque."""
    return QColor.fromRgbF(
        below.redF() + (above.redF() - below.redF()) * amount,
        below.greenF() + (above.greenF() - below.greenF()) * amount,
        below.blueF() + (above.blueF() - below.blueF()) * amount,
    )


def with_alpha(colour: QColor, alpha: float) -> QColor:
    """A copy of `colour` with opacity `alpha` (0..1)."""
    return QColor.fromRgbF(colour.redF(), colour.greenF(), colour.blueF(), alpha)


def relative_luminance(colour: QColor) -> float:
    """WCAG 2 relative luminance, 0 (black) to 1 (white)."""

    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(c) for c in (colour.redF(), colour.greenF(), colour.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast_ratio(a: QColor, b: QColor) -> float:
    """WCAG 2 contrast of two opaque colours, 1 to 21."""
    darker, lighter = sorted((relative_luminance(a), relative_luminance(b)))
    return (lighter + 0.05) / (darker + 0.05)


# Begun from Paul Tol's colour-blind-safe schemes, then moved apart by a search until every two differ by
# 14 or more in CIE Lab for normal, protanopic and deuteranopic eyes. Amber is left out: it means "locked".
_DARK_TRACKS = ("#73aef8", "#ed6c57", "#419884", "#e2bdf5", "#e6dc8a", "#e88dae", "#9fb93a", "#d1d5e0")
_LIGHT_TRACKS = ("#2f7fc4", "#b95912", "#0e5e3c", "#7040be", "#63490e", "#c16276", "#628946", "#667894")

HUE_NAMES = ("Blue", "Orange", "Green", "Violet", "Sand", "Rose", "Lime", "Grey")
"""What a person may call the hues of both themes' tracks, in order."""

DARK = Theme(
    name="Dark",
    is_dark=True,
    window=QColor("#26282c"),
    surface=QColor("#1c1d21"),
    hover=QColor("#33363c"),
    line=QColor("#3a3d44"),
    text=QColor("#e6e7ea"),
    text_dim=QColor("#a7abb3"),
    accent=QColor("#5aa9ff"),
    locked=QColor("#ffb000"),
    error=QColor("#ff7b72"),
    row_black=QColor("#17181b"),
    row_in_scale=QColor(90, 169, 255, 16),
    line_bar=QColor("#4a4e57"),
    line_beat=QColor("#303339"),
    line_sub=QColor("#25272c"),
    key_white=QColor("#b9bcc3"),
    key_black=QColor("#2b2d32"),
    tracks=tuple(QColor(hue) for hue in _DARK_TRACKS),
)

LIGHT = Theme(
    name="Light",
    is_dark=False,
    window=QColor("#eceef1"),
    surface=QColor("#fbfbfc"),
    hover=QColor("#dfe2e7"),
    line=QColor("#c9cdd4"),
    text=QColor("#1d1f23"),
    text_dim=QColor("#555a63"),
    accent=QColor("#0a63c9"),
    locked=QColor("#d98e00"),
    error=QColor("#b3261e"),
    row_black=QColor("#f0f1f4"),
    row_in_scale=QColor(10, 99, 201, 14),
    line_bar=QColor("#b4b9c2"),
    line_beat=QColor("#d6d9df"),
    line_sub=QColor("#e7e9ed"),
    key_white=QColor("#ffffff"),
    key_black=QColor("#4a4e57"),
    tracks=tuple(QColor(hue) for hue in _LIGHT_TRACKS),
)

THEMES = (DARK, LIGHT)
