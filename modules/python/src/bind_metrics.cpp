#include <pybind11/operators.h>

#include <array>

#include "bindings.hpp"
#include "smartcrop/core/error.hpp"
#include "smartcrop/metrics/measure.hpp"
#include "work.hpp"

namespace smartcrop::python {
namespace {

Metric metric_named(const std::string& name) {
  std::string known;
  for (const Metric metric : kMetrics) {
    if (metric_name(metric) == name) return metric;
    known += (known.empty() ? "" : ", ") + std::string(metric_name(metric));
  }
  throw std::invalid_argument("metric '" + name + "' is none of " + known);
}

using Windows = py::array_t<double, py::array::c_style | py::array::forcecast>;

/// Each metric's mean over each window: N x 4 by metric.
py::array_t<double> means(const WindowQuery& query, const Windows& windows) {
  if (windows.ndim() != 2 || windows.shape(1) != 4)
    throw std::invalid_argument("windows must be an array of N x 4: x, y, w, h");
  py::array_t<double> result({windows.shape(0), py::ssize_t{kMetricCount}});
  const auto window = windows.unchecked<2>();
  auto value = result.mutable_unchecked<2>();
  for (py::ssize_t i = 0; i < windows.shape(0); ++i) {
    const MetricValues values = query.mean({window(i, 0), window(i, 1), window(i, 2), window(i, 3)});
    for (std::size_t m = 0; m < values.size(); ++m) value(i, static_cast<py::ssize_t>(m)) = values[m];
  }
  return result;
}

MetricRecord measure_file(const std::string& path, const std::string& sampling, int samples, int every,
                          const std::optional<TimePoint>& start, const std::optional<TimePoint>& end,
                          int threads, const py::object& progress, std::optional<double> timeout_s,
                          std::optional<int> program) {
  MeasureOptions options;
  options.sampling = {parse_sampling_mode(sampling), samples, every, false, start, end};
  options.threads = threads;
  options.progress = progress_of(progress);
  throw_if_any("measure", options.problems());
  const FileSourceOptions reading{
      .threads = threads, .cancellation = options.cancellation, .timeout_s = timeout_s, .program = program};
  return interruptible(options.cancellation, [&] { return measure(*open_source(path, reading), options); });
}

}  // namespace

void bind_metrics(py::module_& module) {
  py::class_<Field>(module, "Field", "Sums of the four metrics over frames, for each cell of a small map.")
      .def(
          "mean",
          [](const Field& field, const std::string& metric) {
            return array_of(field.mean(metric_named(metric)));
          },
          py::arg("metric"),
          "Mean of 'motion', 'complexity', 'edges' or 'saturation' in codes: H x W float32.")
      .def_property_readonly(
          "size", [](const Field& field) { return field.geometry.map_size(); }, "Cells: (width, height).")
      .def_property_readonly(
          "block", [](const Field& field) { return field.geometry.block; }, "Side of a cell in displayed px.")
      .def(py::self += py::self, "Adds the field of another part of the video; exact.");

  py::class_<WindowQuery>(module, "WindowQuery", "The metrics of any window of a field.")
      .def(py::init<const Field&>(), py::arg("field"))
      .def("mean", &means, py::arg("windows"),
           "Mean of each metric over each window (N x 4: x, y, w, h in displayed px): N x 4 float64, by "
           "motion, complexity, edges, saturation.");

  py::class_<MetricRecord>(module, "MetricRecord", "A field and how it was measured.")
      .def_readonly("field", &MetricRecord::field)
      .def_readonly("frames_decoded", &MetricRecord::frames_decoded)
      .def_readonly("frames_measured", &MetricRecord::frames_measured)
      .def_property_readonly(
          "sampling",
          [](const MetricRecord& m) { return m.mode == SamplingMode::dense ? "dense" : "bursts"; })
      .def_property_readonly("decode_errors", [](const MetricRecord& m) { return m.decoding.errors; });

  module.def("measure", &measure_file, py::arg("path"), py::kw_only(), py::arg("sampling") = "bursts",
             py::arg("samples") = 50, py::arg("every") = 1, py::arg("start") = py::none(),
             py::arg("end") = py::none(), py::arg("threads") = 0, py::arg("progress") = py::none(),
             py::arg("timeout_s") = py::none(), py::arg("program") = py::none(),
             "Measures motion, complexity, edges and saturation of a video in one decode.");
}

}  // namespace smartcrop::python
