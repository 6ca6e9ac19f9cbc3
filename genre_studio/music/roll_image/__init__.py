"""Music as black-and-white pictures, in the raster of the source report (midi2img), and back.

A row is a pitch, the lowest at the top; a column is a sixteenth note. What the raster cannot hold is lost
on the way: dynamics, instruments, triplets, pitches outside its rows, and where notes of one pitch touch:
a repeated note becomes one long note. That is a property of such a picture and not of this code.
"""

from genre_studio.music.roll_image.raster import (
    COLUMNS,
    HIGHEST_PITCH,
    LOWEST_PITCH,
    ROWS,
    Picture,
    column_ticks,
    notes_of_picture,
    picture_of,
)

__all__ = [
    "COLUMNS",
    "HIGHEST_PITCH",
    "LOWEST_PITCH",
    "ROWS",
    "Picture",
    "column_ticks",
    "notes_of_picture",
    "picture_of",
]
