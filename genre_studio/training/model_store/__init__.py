"""The models that a person trained or imported: kept as folders in their own data. Never imports torch.

store = ModelStore()
model = store.import_from(Path("bossa.zip"))
store.rename(model.id, "Bossa"); store.export(model.path, Path("bossa.zip")); store.delete(model.id)
"""

from genre_studio.training.model_store.checks import ModelStoreError
from genre_studio.training.model_store.store import ModelStore

__all__ = ["ModelStore", "ModelStoreError"]
