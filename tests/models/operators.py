"""A small graph in TensorFlow.js's format with every operator that scripts/convert-model knows.

Also a program: `operators.py` writes operators.onnx and operators.json, which the C++ tests read, beside itself.
"""

import base64
import json
import pathlib
import subprocess
import tempfile

import numpy as np

HERE = pathlib.Path(__file__).resolve().parent
CONVERT_MODEL = HERE.parent.parent / "scripts/convert-model"


def as_attribute(value):
    if isinstance(value, bool):
        return {"b": value}
    if isinstance(value, int):
        return {"i": str(value)}
    if isinstance(value, float):
        return {"f": value}
    if isinstance(value, str):
        return {"s": base64.b64encode(value.encode()).decode()}
    if value and isinstance(value[0], str):
        return {"list": {"s": [base64.b64encode(text.encode()).decode() for text in value]}}
    return {"list": {"i": [str(number) for number in value]}}


class Graph:
    """Collects nodes and weights, and writes them as model.json and weights.bin."""

    def __init__(self):
        self.nodes, self.weights, self.data = [], [], b""

    def node(self, op, name, *inputs, **attributes):
        self.nodes.append({"name": name, "op": op, "input": list(inputs),
                           "attr": {key: as_attribute(value) for key, value in attributes.items()}})
        return name

    def image(self, name, shape):
        self.node("Placeholder", name)
        self.nodes[-1]["attr"]["shape"] = {"shape": {"dim": [{"size": str(length)} for length in shape]}}
        return name

    def constant(self, name, array, quantization=None):
        """quantization: as in the format; `array` then holds the quantized numbers."""
        array = np.asarray(array)
        entry = {"name": name, "shape": list(array.shape), "dtype": array.dtype.name}
        if quantization:
            entry.update(dtype="float32", quantization=quantization)
        self.weights.append(entry)
        self.data += array.tobytes()
        return self.node("Const", name)

    def write(self, folder):
        path = folder / "model.json"
        path.write_text(json.dumps({
            "modelTopology": {"node": self.nodes},
            "weightsManifest": [{"paths": ["weights.bin"], "weights": self.weights}]}))
        (folder / "weights.bin").write_bytes(self.data)
        return path


def random(*shape):
    return np.random.RandomState(sum(shape)).uniform(-1, 1, shape).astype(np.float32)


def all_operators():
    """The graph, and its outputs: every node whose result differs from its input's."""
    graph = Graph()
    node, constant = graph.node, graph.constant
    window = {"data_format": "NHWC", "dilations": [1, 1, 1, 1]}
    image = graph.image("image", [-1, 9, 10, 3])
    # In FaceMesh's manner: fused, "SAME", one slope a channel.
    kernel = constant("kernel", (random(3, 3, 3, 8) * 127 + 127).astype(np.uint8),
                      {"dtype": "uint8", "scale": 1 / 127, "min": -1.0})
    bias = constant("bias", random(8).astype(np.float16), {"dtype": "float16"})
    slopes = constant("slopes", random(1, 1, 8))
    fused = node("_FusedConv2D", "fused", image, kernel, bias, slopes, padding="SAME", strides=[1, 2, 2, 1],
                 fused_ops=["BiasAdd", "Prelu"], **window)
    depthwise = node("DepthwiseConv2dNative", "depthwise", fused, constant("depth_kernel", random(3, 3, 8, 1)),
                     padding="SAME", strides=[1, 1, 1, 1], **window)
    added = node("AddV2", "added", fused, depthwise)
    prelu = node("Prelu", "prelu", added, slopes)
    pooled = node("MaxPool", "pooled", prelu, ksize=[1, 2, 2, 1], strides=[1, 2, 2, 1], padding="VALID", **window)
    more = node("Pad", "more_channels", pooled, constant("channels", np.int32([[0, 0], [0, 0], [0, 0], [0, 4]])))
    # In NanoDet's manner: planes, transposed around each convolution; padding and bias apart.
    planes = node("Transpose", "planes", prelu, constant("to_planes", np.int32([0, 3, 1, 2])))
    leaky = node("LeakyRelu", "leaky", planes, alpha=0.25)
    spatial = np.int32([[0, 0], [0, 0], [1, 1], [1, 1]])
    lowest = node("PadV2", "lowest_around", leaky, constant("around", spatial), constant("lowest", np.float32(-np.inf)))
    to_image = constant("to_image", np.int32([0, 2, 3, 1]))
    small = node("MaxPool", "small", node("Transpose", "small_image", lowest, to_image), ksize=[1, 3, 3, 1],
                 strides=[1, 2, 2, 1], padding="VALID", **window)
    doubled = node("ResizeBilinear", "doubled", small, constant("size", np.int32([6, 6])), half_pixel_centers=True,
                   align_corners=False)
    halved = node("ResizeBilinear", "halved", doubled, constant("half", np.int32([3, 3])), half_pixel_centers=True,
                  align_corners=False)
    zero = node("Pad", "zero_around", leaky, "around")
    plain = node("Conv2D", "plain", node("Transpose", "plain_image", zero, to_image),
                 constant("plain_kernel", random(3, 3, 8, 6)), padding="VALID", strides=[1, 1, 1, 1], **window)
    biased = node("Add", "biased", plain, constant("plain_bias", random(6)))
    joined = node("ConcatV2", "joined", node("Transpose", "joined_planes", biased, "to_planes"), leaky,
                  constant("axis", np.int32(1)))
    node("SplitV", "split", joined, constant("sizes", np.int32([4, 10])), "axis")
    scores = node("Sigmoid", "scores", "split:0")
    empty = constant("nowhere", np.int64([]))
    shape = node("AddV2", "shape", node("SparseToDense", "zeros", empty, constant("length", np.int64([3])),
                                        constant("nothing", np.int64([])), constant("zero", np.int64(0))),
                 constant("known", np.int64([1, 4, -1])))
    rows = node("Transpose", "rows", node("Reshape", "flat", scores, shape), constant("swap", np.int32([0, 2, 1])))
    node("Identity", "last", rows)
    outputs = [fused, depthwise, added, prelu, pooled, more, leaky, small, doubled, halved, biased, joined, scores,
               "flat", "last"]
    return graph, {**{f"out_{name}": name for name in outputs}, "out_rest": "split:1"}


def convert(graph, outputs, folder):
    """The finished process. Writes out.onnx and out.json into `folder`."""
    arguments = [f"--output={name}={source}" for name, source in outputs.items()]
    return subprocess.run(
        [CONVERT_MODEL, graph.write(folder), folder / "out.onnx", "--reference", folder / "out.json", *arguments],
        capture_output=True, text=True, check=False)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        made = pathlib.Path(name)
        print(convert(*all_operators(), made).stderr, end="")
        (HERE / "operators.onnx").write_bytes((made / "out.onnx").read_bytes())
        (HERE / "operators.json").write_bytes((made / "out.json").read_bytes())
