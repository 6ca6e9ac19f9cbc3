"""Which of a generator's models writes."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox

from genre_studio.plugin_api import PluginInfo
from genre_studio.plugin_api.models import ModelInfo, models_of, shipped_models

_USUAL = "Its usual model"


class ModelChoice(QComboBox):
    """Hidden while there is nothing to choose. Signals: chosen(): by hand."""

    chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Model")
        self._info: PluginInfo | None = None
        self._genres: dict[str, tuple[str, ...]] = {}
        self.activated.connect(self.chosen)
        self.hide()

    @property
    def model_id(self) -> str | None:
        """None: the generator's usual one."""
        return self.currentData() or None

    @property
    def genres(self) -> tuple[str, ...]:
        """What the chosen model knows."""
        usual = self._info.genres if self._info is not None else ()
        return self._genres.get(self.model_id or "", usual)

    def offer(self, info: PluginInfo | None) -> None:
        """Show the generator's models; the chosen one stays where it is among them."""
        before, self._info = self.currentData(), info
        models = [m for m in models_of(info) if isinstance(m, ModelInfo)] if info is not None else []
        shipped = [m for m in shipped_models(info) if isinstance(m, ModelInfo)] if info is not None else []
        usual = shipped[0] if len(shipped) == 1 else None
        self._genres = {model.id: model.genres for model in models if model is not usual}
        self.clear()
        self.addItem(usual.title if usual is not None else _USUAL, "")
        for model in models:
            if usual is None or model.id != usual.id:
                self.addItem(model.title, model.id)
        self.choose(str(before or ""))
        self.setVisible(self.count() > 1)

    def choose(self, model_id: str) -> None:
        """The usual one where there is none of this id."""
        self.setCurrentIndex(max(0, self.findData(model_id)))
