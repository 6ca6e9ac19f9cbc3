"""Several processes train as one does with the same batch: started by torchrun, joined by gloo."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from genre_studio.training.checkpoint import load_tensors
from genre_studio.training.loop import BEST_NAME
from tests.helpers import rank_child

ROOT = Path(__file__).parents[2]


def torchrun(folder: Path, steps: int) -> None:
    command = [sys.executable, "-m", "torch.distributed.run", "--nproc-per-node", "2", "--standalone"]
    child = [str(ROOT / "tests/helpers/rank_child.py"), str(folder), str(steps)]
    paths = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    env = os.environ | {"PYTHONPATH": paths, "OMP_NUM_THREADS": "1"}
    done = subprocess.run(
        [*command, *child], env=env, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]


def test_two_processes_learn_as_one_with_the_same_batch(tmp_path: Path) -> None:
    together, alone = tmp_path / "together", tmp_path / "alone"
    together.mkdir()
    torchrun(together, 12)
    torchrun(together, 20)  # resumes at step 12, all from the leader's checkpoint
    rank_child.losses(alone, 12)
    expected = rank_child.losses(alone, 20)
    for rank in (0, 1):
        told = json.loads((together / f"losses-{rank}.json").read_text())
        assert told == pytest.approx(expected, rel=1e-5)
    weights, about = load_tensors(together / BEST_NAME)
    theirs, _ = load_tensors(alone / BEST_NAME)
    assert about["step"] == 15
    for name, value in weights.items():
        assert torch.allclose(value, theirs[name], atol=1e-6)
