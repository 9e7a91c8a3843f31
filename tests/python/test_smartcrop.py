"""The Python module as a user calls it: `pytest tests/python`, with PYTHONPATH at the built package."""

import gc
import inspect
import json
import os
import signal
import subprocess
import threading
import time
from fractions import Fraction

import numpy as np
import pytest

import smartcrop


@pytest.fixture(scope="session")
def video(tmp_path_factory):
    """A gray picture 320x180, 2 s of 25 fps, with a bright square that shakes at (180..226, 60..100)."""
    path = tmp_path_factory.mktemp("media") / "square.mp4"
    # Two boxes, each on every other frame.
    boxes = ",".join(f"drawbox=x={x}:y=60:w=40:h=40:color=white:t=fill:enable='{when}'"
                     for x, when in ((180, "mod(n,2)"), (186, "not(mod(n,2))")))
    command = ["ffmpeg", "-v", "error", "-f", "lavfi", "-i", f"color=gray:size=320x180:rate=25:duration=2,{boxes}",
               "-c:v", "libx264", "-preset", "ultrafast", "-g", "12", "-pix_fmt", "yuv420p", str(path)]
    subprocess.run(command, check=True)
    return str(path)


def test_probe_describes(video):
    info = smartcrop.probe(video)
    assert info.size == (320, 180)
    assert info.frame_rate == 25 and isinstance(info.frame_rate, Fraction)
    assert info.duration == 2


def test_fields_are_float32_arrays_of_the_map(video):
    measurement = smartcrop.measure(video, sampling="dense")
    motion = measurement.field.mean("motion")
    assert motion.dtype == np.float32
    assert motion.shape == measurement.field.size[::-1]
    y, x = np.unravel_index(motion.argmax(), motion.shape)
    block = measurement.field.block
    assert 174 <= x * block <= 228 and 56 <= y * block <= 104


def test_arrays_are_no_copies_and_outlive_their_makers(video):
    motion = smartcrop.measure(video, sampling="dense").field.mean("motion")
    windows = smartcrop.analysis_grid((320, 180), (90, 90))
    assert not motion.flags.owndata and not windows.flags.owndata
    before = motion.copy()
    gc.collect()
    other = [smartcrop.measure(video, sampling="dense").field.mean("edges") for _ in range(4)]
    assert len(other) == 4
    np.testing.assert_array_equal(motion, before)


def test_fields_of_parts_add_up(video):
    whole = smartcrop.measure(video, sampling="dense")
    first = smartcrop.measure(video, sampling="dense", end="26f")
    second = smartcrop.measure(video, sampling="dense", start="25f")
    field = first.field
    field += second.field
    assert first.frames_measured + second.frames_measured == whole.frames_measured
    for metric in ("motion", "edges", "complexity", "saturation"):
        np.testing.assert_array_equal(field.mean(metric), whole.field.mean(metric))


def test_queries_rank_the_window_that_holds_the_motion_first(video):
    query = smartcrop.WindowQuery(smartcrop.measure(video).field)
    windows = smartcrop.analysis_grid((320, 180), smartcrop.crop_dimensions((320, 180), "1:1", 0.5), (5, 3))
    assert windows.shape == (15, 4)
    motion = query.mean(windows)[:, 0]
    x, y, w, h = windows[motion.argmax()]
    assert x <= 180 and x + w >= 226 and y <= 60 and y + h >= 100
    with pytest.raises(ValueError, match="N x 4"):
        query.mean(np.zeros((3, 2)))


def test_analysis_plans_and_render(video, tmp_path):
    calls = []
    analysis = smartcrop.analyze(video, aspects=["9:16", "1:1"], progress=lambda done, total: calls.append((done, total)))
    assert calls and calls[-1][0] <= calls[-1][1]
    tall = analysis.aspects[0]
    assert tall.aspect == "9:16"
    assert tall.positions.shape == (len(tall.metrics), 4) and tall.metrics.shape[1] == 5
    best = tall.candidates[0]
    assert best.window.x <= 180 and best.window.x + best.window.w >= 226
    assert sum(best.breakdown.values()) == pytest.approx(best.score)
    assert analysis.map("importance").dtype == np.float32

    plan = smartcrop.best_plan(analysis, tall)
    windows = plan.windows(smartcrop.frame_times(video))
    assert windows.shape == (50, 4) and (windows == windows[0]).all()
    report = smartcrop.render(video, plan, str(tmp_path / "out.mp4"), preset="ultrafast")
    assert report.frames == 50
    assert smartcrop.probe(report.path).size == plan.output_size
    with pytest.raises(smartcrop.Error, match="already exists"):
        smartcrop.render(video, plan, report.path)


def test_a_program_that_is_not_there_is_an_error(video, tmp_path):
    plan = smartcrop.fixed_plan(video, (320, 180), smartcrop.CropWindow(0, 0, 180, 180), (180, 180))
    for work in (lambda: smartcrop.analyze(video, program=3), lambda: smartcrop.measure(video, program=3),
                 lambda: smartcrop.render(video, plan, str(tmp_path / "out.mp4"), program=3)):
        with pytest.raises(smartcrop.Error, match="has no program 3"):
            work()


def test_documents_are_those_of_the_apps(video):
    analysis = smartcrop.analyze(video, mode="dynamic", aspects=["1:1"])
    document = json.loads(analysis.to_json())
    assert document["smartcrop"]["document"] == "analysis"
    again = smartcrop.read_analysis(analysis.to_json())
    assert again.to_json() == analysis.to_json()
    plan = smartcrop.best_plan(analysis, analysis.aspects[0])
    assert smartcrop.read_crop_plan(plan.to_json()).to_json() == plan.to_json()


def test_errors_are_python_exceptions(tmp_path):
    with pytest.raises(smartcrop.Error, match="nothing.mp4"):
        smartcrop.analyze(str(tmp_path / "nothing.mp4"))
    with pytest.raises(ValueError, match="samples"):
        smartcrop.measure("x.mp4", samples=0)
    with pytest.raises(ValueError, match="9-16"):
        smartcrop.analyze("x.mp4", aspects=["9-16"])
    with pytest.raises(ValueError, match="'moving' is not"):
        smartcrop.analyze("x.mp4", mode="moving")
    assert issubclass(smartcrop.Canceled, smartcrop.Error)
    assert smartcrop.Cancelled is smartcrop.Canceled  # name of earlier versions


def test_what_a_progress_callback_raises_comes_out(video):
    def stop(done, total):
        raise KeyError("enough")

    with pytest.raises(KeyError, match="enough"):
        smartcrop.measure(video, sampling="dense", progress=stop)


def test_other_threads_go_on_meanwhile(video):
    ticks = []
    done = threading.Event()

    def tick():
        while not done.wait(0.002):
            ticks.append(time.monotonic())

    thread = threading.Thread(target=tick)
    thread.start()
    for _ in range(5):
        smartcrop.analyze(video, sampling="dense")
    done.set()
    thread.join()
    assert len(ticks) > 5


def test_interrupts_end_the_work(tmp_path):
    fifo = tmp_path / "never.mp4"
    os.mkfifo(fifo)
    writer = os.open(fifo, os.O_RDWR)
    threading.Timer(0.3, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
    begin = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        smartcrop.analyze(str(fifo))
    assert time.monotonic() - begin < 10
    os.close(writer)


def test_stubs_name_what_there_is():
    stub = os.path.join(os.path.dirname(smartcrop.__file__), "__init__.pyi")
    with open(stub) as file:
        text = file.read()
    for name in dir(smartcrop):
        if name.startswith("_"):
            continue
        value = getattr(smartcrop, name)
        assert f"class {name}" in text or f"def {name}(" in text or f"\n{name} = " in text, name
        if inspect.isclass(value):
            for member in vars(value):
                if not member.startswith("_"):
                    assert f" {member}(" in text or f" {member}:" in text, f"{name}.{member}"
