"""From a finished run of the image GAN to a model folder that can be shipped."""

from collections.abc import Mapping
from pathlib import Path

from torch import Tensor

from genre_studio.training.checkpoint import load_tensors
from genre_studio.training.job import TrainingJob
from genre_studio.training.loop import BEST_NAME
from genre_studio.training.packing import write_model
from genre_studio_report.image_network import ImageSizes
from genre_studio_report.info import GAN
from genre_studio_report.picture_figures import PictureFigures
from genre_studio_report.pieces import pitched_pieces


def pack_gan(
    job: TrainingJob, sizes: ImageSizes, held_out: Mapping[str, PictureFigures], folder: Path
) -> None:
    """Write each genre's best generator, with what its pictures are like beside held-out ones."""
    tensors: dict[str, Tensor] = {}
    rows, figures = [], {}
    for genre in job.genres:
        best, about = load_tensors(job.folder / genre / BEST_NAME)
        tensors |= {f"{genre}/{name}": tensor for name, tensor in best.items()}
        figures[genre] = {"made": about["figures"], "held out": held_out[genre].to_json()}
        for what, values in figures[genre].items():
            cells = " | ".join(f"{value:.3g}" for value in values.values())
            rows.append(f"| {genre} | {what} | {about['step'] if what == 'made' else ''} | {cells} |")
    about = {
        "title": "The report's image GAN, repaired",
        "plugin": GAN.id,
        "held_out": {},  # a GAN gives no probabilities, so it has no loss that compares
        "network": sizes.to_json(),
        "figures": figures,
    }
    card = _CARD.replace("{rows}", "\n".join(rows)).replace("{sizes}", _sizes(sizes))
    write_model(job, folder, tensors, about, card, pitched_pieces(job))


def _sizes(sizes: ImageSizes) -> str:
    return f"noise {sizes.noise}, first {sizes.first} channels, then {sizes.width}"


_CARD = """# The source report's image GAN, repaired

A baseline of the plugin "report_gan": three generators, one a genre, {parameters:,} parameters together in
half precision, SHA-256 `{sha256}`. The discriminators are not shipped.

## What is kept

Pictures of 106 x 106 pixels (midi2img): a row a pitch from A0 up, a column a sixteenth. The layers of the
report's DCGAN in their order, binary cross entropy, one pair of networks a genre, the discriminator as large
as the report's. The generator is smaller, so that it could be trained here: {sizes} (the report: 100,
128, 1024, 55 million parameters). All pitched parts are in one picture, as in the report's transcriptions of
whole recordings; everything is written to one track; no drums, no dynamics.

## What is repaired

- A pixel is a note above the threshold. The report cast the picture to whole numbers first, which only a
  sigmoid of exactly 1 survives: its black pictures. Switch: uint8_cast.
- The generator is trained through binary pixels (straight-through gradient), begins as bright as the music,
  and learns at its own rate; real pictures are labelled 0.9. Trained as in the report, it went black here
  too.
- The discriminator rests, and does not freeze for good, while the generator learns.
- Column 0 is music, and pictures are not stretched from 100 columns and dithered.
- A picture without a note is drawn again, 8 times at most; the report drew until its discriminator said yes.
- Kept are the weights whose 24 pictures lie nearest to the training pictures in the figures below.

## Data and licences

Learned from {training_data}. The weights are MIT; the data they learned from asks for attribution:

{licences}

## What its pictures are like

Means over 24 pictures made, and over the pictures of all held-out pieces (split by author and work). Lit:
share of pixels. Notes: runs of lit pixels a picture. Pitches: rows lit. Voices: lit pixels in a column that
has any. Spread: share of pixels in which two pictures differ.

| genre | pictures | step | lit | notes | pitches | voices | spread |
|---|---|---|---|---|---|---|---|
{rows}

A GAN has no held-out loss. {steps} steps a genre at most, batch 16, seed {seed}, {threads} thread(s).

## Known weaknesses

- A convolutional picture of music knows no key and no meter: neighbouring pitches are lit together.
- Where notes of one pitch touch, the picture makes one long note of them.
"""
