"""The stylesheet and palette of the window, made from a Theme."""

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QWidget

from genre_studio.resources import image_path
from genre_studio.ui.theme import Theme, mix

_INSET_PX = 5


def apply_theme(app: QApplication, theme: Theme) -> None:
    """Give every window of the application the theme's palette, font size and stylesheet."""
    font = app.font()
    font.setPointSizeF(theme.body_pt)
    app.setFont(font)
    app.setPalette(palette(theme))
    app.setStyleSheet(stylesheet(theme))


def set_role(widget: QWidget, role: str) -> None:
    """Name the part that a widget plays; the stylesheet's rules go by it."""
    widget.setProperty("role", role)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def inset_text(field: QAbstractSpinBox) -> None:
    """Keep a number off its field's border: style sheets do not reach the line edit within."""
    field.lineEdit().setTextMargins(_INSET_PX, 0, 0, 0)


def palette(theme: Theme) -> QPalette:
    """Qt's palette, for what the stylesheet does not reach (native parts, painters)."""
    colours = QPalette()
    role = QPalette.ColorRole
    for target, colour in (
        (role.Window, theme.window),
        (role.WindowText, theme.text),
        (role.Base, theme.surface),
        (role.AlternateBase, theme.window),
        (role.Text, theme.text),
        (role.Button, theme.window),
        (role.ButtonText, theme.text),
        (role.ToolTipBase, theme.surface),
        (role.ToolTipText, theme.text),
        (role.PlaceholderText, theme.text_dim),
        (role.Highlight, theme.accent),
        (role.HighlightedText, theme.ink_on(theme.accent)),
        (role.Link, theme.accent),
    ):
        colours.setColor(target, colour)
    disabled = mix(theme.window, theme.text, 0.4)
    for target in (role.WindowText, role.Text, role.ButtonText):
        colours.setColor(QPalette.ColorGroup.Disabled, target, disabled)
    return colours


def stylesheet(theme: Theme) -> str:
    """The rules for every widget of the window, in this theme's colours."""
    pressed = mix(theme.hover, theme.text, 0.12)
    accent_hover = mix(theme.accent, theme.text, 0.12)
    faint_accent = mix(theme.window, theme.accent, 0.18)
    names: dict[str, str | int] = {
        "window": _hex(theme.window),
        "surface": _hex(theme.surface),
        "hover": _hex(theme.hover),
        "pressed": _hex(pressed),
        "line": _hex(theme.line),
        "text": _hex(theme.text),
        "dim": _hex(theme.text_dim),
        "disabled": _hex(mix(theme.window, theme.text, 0.4)),
        "accent": _hex(theme.accent),
        "accent_hover": _hex(accent_hover),
        "accent_ink": _hex(theme.ink_on(theme.accent)),
        "faint_accent": _hex(faint_accent),
        "error": _hex(theme.error),
        "locked": _hex(theme.locked),
        "caret_down": image_path("caret-down").as_posix(),
        "caret_up": image_path("caret-up").as_posix(),
        "tick": image_path(
            "check-white" if theme.ink_on(theme.accent).lightnessF() > 0.5 else "check-black"
        ).as_posix(),
    }
    sheet = _RULES
    for name, value in names.items():
        sheet = sheet.replace(f"@{name}@", str(value))
    return sheet.replace("@small@", f"{theme.small_pt}pt").replace("@title@", f"{theme.title_pt}pt")


def _hex(colour: QColor) -> str:
    return colour.name(QColor.NameFormat.HexRgb)


_RULES = """
QMainWindow, QDialog { background: @window@; }
QToolTip { background: @surface@; color: @text@; border: 1px solid @line@; padding: 4px 8px; }
QLabel { color: @text@; background: transparent; }
QLabel[role="caption"] { color: @dim@; font-size: @small@; }
QLabel[role="heading"] { color: @text@; font-weight: 600; }
QLabel[role="readout"] { background: @window@; color: @text@; border: 1px solid @line@; border-radius: 4px;
    padding: 2px 6px; font-size: @small@; }
QLabel[role="count-in"] { background: @window@; color: @accent@; border: 1px solid @line@;
    border-radius: 16px; }
QLabel[role="error"] { color: @error@; }
QLabel[role="position"] { font-size: @title@; font-weight: 600; color: @text@; }

QWidget[role="bar"], QWidget[role="panel"] { background: @window@; }
QFrame[role="popover"] { background: @window@; border: 1px solid @line@; border-radius: 8px; }
QWidget[role="surface"] { background: @surface@; }
QFrame[role="line"] { background: @line@; border: none; }
QFrame[role="banner"] { background: @faint_accent@; border: none; border-bottom: 1px solid @line@; }
QFrame[role="error-banner"] { background: @window@; border: none; border-bottom: 2px solid @error@; }
QFrame[role="well"] { background: @surface@; border: 1px solid @line@; border-radius: 6px; }
QFrame[role="well"] QLineEdit, QFrame[role="well"] QAbstractSpinBox, QFrame[role="well"] QComboBox {
    border: none; background: transparent; }

QMenuBar { background: @window@; color: @text@; padding: 2px 8px; }
QMenuBar::item { padding: 4px 8px; border-radius: 4px; background: transparent; }
QMenuBar::item:selected { background: @hover@; }
QMenu { background: @window@; color: @text@; border: 1px solid @line@; padding: 4px; }
QMenu::item { padding: 5px 24px 5px 16px; border-radius: 4px; }
QMenu::item:selected { background: @hover@; }
QMenu::item:disabled { color: @disabled@; }
QMenu::separator { height: 1px; background: @line@; margin: 4px 8px; }

QPushButton { background: @surface@; color: @text@; border: 1px solid @line@; border-radius: 5px;
    padding: 5px 12px; }
QPushButton:hover { background: @hover@; }
QPushButton:pressed { background: @pressed@; }
QPushButton:focus { border-color: @accent@; }
QPushButton:disabled { color: @disabled@; }
QPushButton[role="primary"] { background: @accent@; color: @accent_ink@; border: 1px solid @accent@;
    font-weight: 600; padding: 11px 12px; }
QPushButton[role="primary"]:hover { background: @accent_hover@; }
QPushButton[role="primary"]:focus { border-color: @text@; }
QPushButton[role="primary"]:disabled { background: @hover@; color: @dim@; border-color: @hover@; }
QPushButton[role="stop"] { padding: 11px 12px; font-weight: 600; }
QPushButton[role="link"] { background: transparent; border: 1px solid transparent; color: @accent@;
    padding: 2px 6px; }
QPushButton[role="link"]:hover { background: @hover@; }
QPushButton[role="flat"] { background: transparent; border: 1px solid transparent; color: @dim@;
    padding: 6px 8px; text-align: left; }
QPushButton[role="flat"]:hover { background: @hover@; color: @text@; }
QPushButton[role="field"] { text-align: left; padding: 4px 6px; }
QPushButton[role="segment"] { border-radius: 0; border-right-width: 0; padding: 6px 4px; }
QPushButton[role="segment"][place="first"] { border-top-left-radius: 5px; border-bottom-left-radius: 5px; }
QPushButton[role="segment"][place="last"] { border-top-right-radius: 5px; border-bottom-right-radius: 5px;
    border-right-width: 1px; }
QPushButton[role="segment"][place="only"] { border-radius: 5px; border-right-width: 1px; }
QPushButton[role="segment"]:checked { background: @accent@; color: @accent_ink@; border-color: @accent@;
    font-weight: 600; }

QToolButton { background: transparent; border: 1px solid transparent; border-radius: 5px; color: @text@;
    padding: 4px; }
QToolButton:hover { background: @hover@; }
QToolButton:pressed { background: @pressed@; }
QToolButton:focus { border-color: @accent@; }
QToolButton:checked { background: @faint_accent@; }
QToolButton[role="lane"], QToolButton[role="empty-lane"] { font-size: @small@; padding: 3px 8px; }
QToolButton[role="empty-lane"] { color: @dim@; }
QToolButton[role="filter"] { color: @dim@; font-size: @small@; padding: 3px 8px; }
QToolButton[role="filter"]:hover, QToolButton[role="filter"]:checked { color: @text@; }
QToolButton[role="letter"] { color: @dim@; font-size: @small@; font-weight: 600; padding: 1px;
    border: 1px solid @line@; }
QToolButton[role="letter"]:checked { background: @accent@; color: @accent_ink@; border-color: @accent@; }
QToolButton[role="mute"] { color: @dim@; font-size: @small@; font-weight: 600; padding: 1px;
    border: 1px solid @line@; }
QToolButton[role="mute"]:checked { background: @dim@; color: @window@; border-color: @dim@; }

QToolButton[role]:focus, QPushButton[role="flat"]:focus, QPushButton[role="link"]:focus,
QPushButton[role="field"]:focus { border: 1px solid @accent@; }
QPushButton[role="segment"]:focus { border: 1px solid @text@; }

QLineEdit, QAbstractSpinBox, QComboBox { background: @surface@; color: @text@; border: 1px solid @line@;
    border-radius: 5px; padding: 3px 6px; min-height: 20px; selection-background-color: @accent@;
    selection-color: @accent_ink@; }
QLineEdit:focus, QAbstractSpinBox:focus, QComboBox:focus { border-color: @accent@; }
QLineEdit[role="mark"] { min-height: 0; padding: 0 4px; border-radius: 3px; border-color: @accent@;
    font-size: @small@; }
QLineEdit:disabled, QAbstractSpinBox:disabled, QComboBox:disabled { color: @disabled@; }
QComboBox:hover, QAbstractSpinBox:hover { background: @hover@; }
QAbstractSpinBox QLineEdit, QAbstractSpinBox QLineEdit:focus { border: none; background: transparent;
    padding: 0 0 0 6px; min-height: 0; }
QSpinBox[buttonSymbols="0"]::up-button, QSpinBox[buttonSymbols="0"]::down-button {
    subcontrol-origin: border; width: 16px; border: none; background: transparent; margin-right: 2px; }
QSpinBox[buttonSymbols="0"]::up-button { subcontrol-position: top right; }
QSpinBox[buttonSymbols="0"]::down-button { subcontrol-position: bottom right; }
QSpinBox[buttonSymbols="0"]::up-arrow { image: url(@caret_up@); width: 10px; height: 10px; }
QSpinBox[buttonSymbols="0"]::down-arrow { image: url(@caret_down@); width: 10px; height: 10px; }
QAbstractSpinBox[buttonSymbols="2"]::up-button, QAbstractSpinBox[buttonSymbols="2"]::down-button {
    subcontrol-origin: border; width: 2px; border: none; background: transparent; }
QComboBox::drop-down { border: none; width: 20px; }
QComboBox::down-arrow { image: url(@caret_down@); width: 12px; height: 12px; }
QComboBox QAbstractItemView { background: @window@; color: @text@; border: 1px solid @line@;
    selection-background-color: @hover@; selection-color: @text@; outline: none; padding: 4px; }
QCheckBox { color: @text@; spacing: 8px; background: transparent; padding: 2px; }
QCheckBox::indicator { width: 14px; height: 14px; border: 1px solid @disabled@; border-radius: 4px;
    background: @surface@; }
QCheckBox::indicator:hover { border-color: @accent@; }
QCheckBox::indicator:checked { background: @accent@; border-color: @accent@; image: url(@tick@); }
QCheckBox:focus { outline: none; }
QCheckBox::indicator:focus { border-color: @text@; }
QCheckBox:disabled { color: @disabled@; }

QSlider { background: transparent; min-height: 18px; }
QSlider::groove:horizontal { height: 4px; background: @line@; border-radius: 2px; }
QSlider::sub-page:horizontal { background: @accent@; border-radius: 2px; }
QSlider::handle:horizontal { background: @text@; width: 12px; height: 12px; margin: -4px 0;
    border-radius: 6px; }
QSlider::handle:horizontal:hover, QSlider::handle:horizontal:focus { background: @accent@; }

QTreeView, QListView { background: @surface@; color: @text@; border: 1px solid @line@; border-radius: 6px;
    padding: 4px; outline: none; show-decoration-selected: 1; }
QTreeView:focus, QListView:focus { border-color: @accent@; }
QTreeView::item, QListView::item { padding: 4px; border: none; }
QTreeView::item:hover, QListView::item:hover { background: @hover@; }
QTreeView::item:selected, QListView::item:selected { background: @faint_accent@; color: @text@; }

QHeaderView, QHeaderView::section { background: @surface@; color: @dim@; border: none; }
QHeaderView::section { border-bottom: 1px solid @line@; padding: 4px 7px; }

QTabBar { background: transparent; }
QTabBar::tear { width: 0; border: none; image: none; }
QTabBar::tab { background: transparent; color: @dim@; border: none; border-bottom: 2px solid transparent;
    padding: 8px 8px 6px 8px; }
QTabBar::tab:hover { color: @text@; }
QTabBar::tab:selected { color: @text@; border-bottom-color: @accent@; }
QTabBar::tab:selected:focus { color: @accent@; }

QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: @line@; border-radius: 3px; margin: 2px; min-height: 24px; min-width: 24px; }
QScrollBar::handle:hover { background: @disabled@; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QProgressBar { background: @line@; border: none; border-radius: 2px; max-height: 4px; min-height: 4px; }
QProgressBar::chunk { background: @accent@; border-radius: 2px; }
QSplitter::handle { background: @line@; }
QSplitter::handle:hover { background: @accent@; }
QPlainTextEdit { background: @surface@; color: @text@; border: 1px solid @line@; border-radius: 5px; }
"""
