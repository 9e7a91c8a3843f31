"""scripts/convert-model: known answers of its numpy operators, and what it writes for small graphs."""

import importlib.machinery
import importlib.util
import json
import os

import numpy as np
import pytest

try:
    import onnx
except ImportError:
    if os.environ.get("CI") == "true":
        raise
    pytest.skip("Debian's python3-onnx is not installed", allow_module_level=True)

import operators

loader = importlib.machinery.SourceFileLoader("convert_model", str(operators.CONVERT_MODEL))
convert_model = importlib.util.module_from_spec(importlib.util.spec_from_loader("convert_model", loader))
loader.exec_module(convert_model)


def image_of(rows):
    return np.float32(rows)[np.newaxis, :, :, np.newaxis]


def test_same_padding_gives_the_result_its_length_and_puts_the_odd_sample_behind():
    assert convert_model.same_padding(10, 3, 1) == (1, 1)
    assert convert_model.same_padding(10, 3, 2) == (0, 1)
    assert convert_model.same_padding(9, 3, 2) == (1, 1)
    assert convert_model.same_padding(10, 1, 2) == (0, 0)


def test_a_convolution_weighs_what_its_kernel_sees():
    image = image_of([[1, 2, 3], [4, 5, 6], [7, 8, 9]])
    kernel = np.float32([[1, 0], [0, 10]]).reshape(2, 2, 1, 1)
    assert convert_model.convolve(image, kernel, (1, 1), False)[0, :, :, 0].tolist() == [[51, 62], [84, 95]]
    assert convert_model.convolve(image, kernel, (2, 2), False)[0, :, :, 0].tolist() == [[51]]


def test_a_depthwise_convolution_keeps_channels_apart():
    image = np.stack([np.ones((2, 2)), np.full((2, 2), 3)], axis=2)[np.newaxis].astype(np.float32)
    kernel = np.float32([1, 10, 100, 1000]).reshape(1, 1, 2, 2)  # two results for each of two channels
    assert convert_model.convolve(image, kernel, (1, 1), True)[0, 0, 0].tolist() == [1, 10, 300, 3000]


def test_a_resize_keeps_the_areas_of_pixels_in_place():
    image = image_of([[0, 4], [0, 4]])
    assert convert_model.resize_bilinear(image, (2, 4))[0, 0, :, 0].tolist() == [0, 1, 3, 4]
    assert convert_model.resize_bilinear(image, (1, 1))[0, 0, :, 0].tolist() == [2]


def test_the_fixed_input_is_the_same_everywhere():
    values = convert_model.fixed_input((1, 2, 2)).reshape(-1).tolist()
    assert values == [0, (2654435761 >> 8) / 2**24, ((2 * 2654435761 % 2**32) >> 8) / 2**24,
                      ((3 * 2654435761 % 2**32) >> 8) / 2**24]


def test_all_operators_become_the_file_that_opencv_is_tested_with(tmp_path):
    run = operators.convert(*operators.all_operators(), tmp_path)
    assert (run.returncode, run.stderr) == (0, "")
    made, kept = onnx.load(tmp_path / "out.onnx"), onnx.load(operators.HERE / "operators.onnx")
    assert made == kept
    values, kept_values = (json.loads((folder / name).read_text()) for folder, name in
                           ((tmp_path, "out.json"), (operators.HERE, "operators.json")))
    assert values["inputs"] == kept_values["inputs"] == {"image": [1, 3, 9, 10]}
    assert list(values["outputs"]) == list(kept_values["outputs"])
    for name, output in values["outputs"].items():
        assert output["shape"] == kept_values["outputs"][name]["shape"]
        assert output["values"] == pytest.approx(kept_values["outputs"][name]["values"], rel=1e-4, abs=1e-5)


def test_what_is_written_is_valid_onnx(tmp_path):
    operators.convert(*operators.all_operators(), tmp_path)
    onnx.checker.check_model(onnx.load(tmp_path / "out.onnx"), full_check=True)


def test_transposes_between_operators_move_no_data(tmp_path):
    graph = operators.Graph()
    value = graph.image("image", [1, 4, 6, 3])
    planes = graph.constant("planes", np.int32([0, 3, 1, 2]))
    rows = graph.constant("rows", np.int32([0, 2, 3, 1]))
    kernel = graph.constant("kernel", operators.random(1, 1, 3, 3))
    for step in range(3):
        value = graph.node("Conv2D", f"conv{step}", value, kernel, padding="VALID", strides=[1, 1, 1, 1])
        value = graph.node("Transpose", f"planes{step}", value, planes)
        value = graph.node("LeakyRelu", f"leaky{step}", value, alpha=0.5)
        value = graph.node("Transpose", f"rows{step}", value, rows)
    planes_again = graph.node("Transpose", "planes_again", value, planes)
    assert operators.convert(graph, {"out": planes_again}, tmp_path).returncode == 0
    kinds = [node.op_type for node in onnx.load(tmp_path / "out.onnx").graph.node]
    assert kinds == ["Conv", "LeakyRelu"] * 3 + ["Identity"]


def test_unknown_operators_are_an_error_that_names_them_all(tmp_path):
    graph = operators.Graph()
    image = graph.image("image", [1, 4, 4, 3])
    last = graph.node("FractionalPool", "second", graph.node("Erf", "first", image))
    run = operators.convert(graph, {"out": last}, tmp_path)
    assert run.returncode == 1
    assert "unsupported operators: Erf, FractionalPool" in run.stderr
    assert not (tmp_path / "out.onnx").exists()


@pytest.mark.parametrize("change, named", [
    ({"padding": "EXPLICIT"}, "Conv2D with padding EXPLICIT"),
    ({"dilations": [1, 2, 2, 1]}, "Conv2D of NCHW images, or with dilations"),
    ({"data_format": "NCHW"}, "Conv2D of NCHW images, or with dilations"),
])
def test_attributes_that_are_not_computed_are_an_error(tmp_path, change, named):
    graph = operators.Graph()
    kernel = graph.constant("kernel", operators.random(1, 1, 3, 3))
    attributes = {"padding": "VALID", "strides": [1, 1, 1, 1], **change}
    last = graph.node("Conv2D", "conv", graph.image("image", [1, 4, 4, 3]), kernel, **attributes)
    run = operators.convert(graph, {"out": last}, tmp_path)
    assert run.returncode == 1
    assert named in run.stderr


def test_an_output_that_the_graph_does_not_have_is_an_error(tmp_path):
    graph = operators.Graph()
    graph.image("image", [1, 4, 4, 3])
    run = operators.convert(graph, {"out": "nowhere"}, tmp_path)
    assert run.returncode == 1
    assert "the graph has no node nowhere" in run.stderr
