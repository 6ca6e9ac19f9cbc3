"""A trainer whose model is one straight line: as a plugin's, but done in a second."""

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import torch
from torch import Tensor, nn

from genre_studio.music.notes import make_notes
from genre_studio.music.song import Song, Track
from genre_studio.training.checkpoint import load_tensors, save_tensors
from genre_studio.training.job import Message, SampleTake, TrainingJob
from genre_studio.training.loop import BEST_NAME, LoopConfig, train

NAME = "tests.helpers.tiny_trainer:TinyTrainer"


class TinyTrainer:
    """Settings: `pause_ms` between steps, `fail_at` a step, `evaluate_every` steps."""

    def train(self, job: TrainingJob, should_stop: Callable[[], bool]) -> Iterator[Message]:
        yield f"{len(job.pieces)} pieces."
        torch.set_num_threads(job.threads)
        torch.manual_seed(job.seed)
        model = nn.Sequential(nn.Linear(3, 8), nn.Dropout(0.2), nn.Linear(8, 1))
        if job.start_from is not None:
            model.load_state_dict(load_tensors(job.start_from / "model.safetensors")[0])
        fail_at = int(job.settings.get("fail_at", -1))

        def loss_at(step: int) -> Tensor:
            time.sleep(int(job.settings.get("pause_ms", 0)) / 1000)
            if step == fail_at:
                raise RuntimeError("the line broke")
            x = torch.randn(16, 3, generator=torch.Generator().manual_seed(step))
            return ((model(x) - x.sum(1, keepdim=True)) ** 2).mean()

        def evaluate(network: nn.Module) -> dict[str, float]:
            x = torch.randn(64, 3, generator=torch.Generator().manual_seed(999_999))
            return {"loss": float(((network(x) - x.sum(1, keepdim=True)) ** 2).mean().detach())}

        every = int(job.settings.get("evaluate_every", 10))
        config = LoopConfig(steps=job.steps, learning_rate=0.05, warmup_steps=3, evaluate_every=every)
        yield from train(model, loss_at, evaluate, config, job.folder, should_stop=should_stop)

    def pack(self, job: TrainingJob, model_folder: Path) -> None:
        tensors, about = load_tensors(job.folder / BEST_NAME)
        model_folder.mkdir(parents=True, exist_ok=True)
        save_tensors(model_folder / "model.safetensors", tensors, about)
        (model_folder / "config.json").write_text(json.dumps({"title": job.title}))

    def samples(self, job: TrainingJob, step: int) -> Iterator[SampleTake]:
        notes = make_notes([0, 480], [480, 480], [60, 64], [80, 80])
        yield SampleTake(job.genres[0], Song(tracks=(Track(notes=notes),)))
