"""The report's own generation loop in its own library: Keras `model.predict` over a 100-token window a note.

TensorFlow is no dependency of ours; give this script an environment of its own:

    python -m venv /tmp/report && /tmp/report/bin/pip install tensorflow-cpu
    /tmp/report/bin/python benchmarks/report_loop.py

Network and loop as in the notebook "Master_LSTM" (128-256-128, V = 358, argmax); random weights.
"""

import json
import statistics
import sys
import time

import keras
import numpy as np
from keras import layers

VOCABULARY, WINDOW, NOTES, WARM_UPS = 358, 100, 60, 3


def build() -> keras.Model:
    model = keras.Sequential(
        [
            layers.Input((WINDOW, 1)),
            layers.LSTM(128, return_sequences=True),
            layers.Dropout(0.3),
            layers.LSTM(256, return_sequences=True),
            layers.Dropout(0.3),
            layers.LSTM(128),
            layers.Dense(128),
            layers.Dropout(0.3),
            layers.Dense(VOCABULARY, activation="softmax"),
        ]
    )
    model.compile(loss="categorical_crossentropy", optimizer="rmsprop")
    return model


def main() -> None:
    model = build()
    pattern = list(np.random.default_rng(0).integers(0, VOCABULARY, WINDOW))
    times_s = []
    for _ in range(NOTES + WARM_UPS):
        began_s = time.perf_counter()
        window = np.reshape(pattern, (1, WINDOW, 1)) / VOCABULARY
        index = int(np.argmax(model.predict(window, verbose=0)))
        pattern = [*pattern[1:], index]
        times_s.append(time.perf_counter() - began_s)
    note_s = statistics.median(times_s[WARM_UPS:])
    if "--json" in sys.argv:
        print(json.dumps({"note_s": note_s, "parameters": model.count_params()}))
    else:
        print(f"{model.count_params():,} parameters: {1e3 * note_s:.1f} ms a note")


if __name__ == "__main__":
    main()
