"""Datasets from anybody's folders and zips of MIDI files. Never imports torch.

build = DatasetBuild(BuildRequest(sources=(...), out=...))   # a process of its own
for report in build.reports(): ...                           # DatasetReport, several a second
read_dataset(out)                                            # the pieces, for a trainer
"""

from genre_studio.training.dataset.client import DatasetBuild
from genre_studio.training.dataset.filters import DatasetFilters
from genre_studio.training.dataset.report import BrokenFile, DatasetReport
from genre_studio.training.dataset.request import BuildRequest, DatasetError

__all__ = ["BrokenFile", "BuildRequest", "DatasetBuild", "DatasetError", "DatasetFilters", "DatasetReport"]
