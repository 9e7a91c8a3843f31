#!/usr/bin/python3
"""heat_map.py VIDEO PICTURE.png: where a video moves, and the windows that hold most of it.

Needs the module (scripts/python-module) and matplotlib (python3-matplotlib).
"""

import sys

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt

import smartcrop


def main(video: str, picture: str) -> None:
    measurement = smartcrop.measure(video, sampling="dense")
    motion = measurement.field.mean("motion")  # H x W float32
    width, height = smartcrop.probe(video).size

    windows = smartcrop.analysis_grid((width, height), smartcrop.crop_dimensions((width, height), "9:16"), (9, 1))
    scores = smartcrop.WindowQuery(measurement.field).mean(windows)[:, 0]

    figure, axes = plt.subplots(figsize=(8, 8 * height / width + 0.6), layout="constrained")
    image = axes.imshow(motion, extent=(0, width, height, 0), cmap="inferno", vmax=motion.max() or 1)
    for order, i in enumerate(scores.argsort()[::-1][:3]):
        x, y, w, h = windows[i]
        axes.add_patch(plt.Rectangle((x, y), w, h, fill=False, edgecolor="white", linewidth=3 - order))
        axes.text(x + 0.01 * width, y + 0.05 * height, f"{scores[i]:.1f}", color="white")
    figure.colorbar(image, label="mean motion, codes")
    axes.set_title(f"{measurement.frames_measured} frames of {video}", fontsize=9)
    figure.savefig(picture, dpi=100)


if __name__ == "__main__":
    main(*sys.argv[1:3])
