#include "bindings.hpp"
#include "smartcrop/analysis/analyze.hpp"
#include "smartcrop/core/error.hpp"
#include "work.hpp"

namespace smartcrop::python {
namespace {

py::dict by_name(const WindowMetrics& metrics) {
  py::dict result;
  for (std::size_t i = 0; i < metrics.size(); ++i)
    result[py::str(std::string(window_metric_name(i)))] = metrics[i];
  return result;
}

AnalysisDocument analyze_file(const std::string& path, const std::string& mode,
                              const std::vector<AspectRatio>& aspects, double scale, std::pair<int, int> grid,
                              const std::string& sampling, int samples, int every,
                              const std::optional<TimePoint>& start, const std::optional<TimePoint>& end,
                              const std::vector<std::string>& strategies, int candidates, double max_overlap,
                              bool trim_borders, const std::string& subjects, const std::string& speaker,
                              const std::string& titles, double min_dwell_s, const std::string& layout,
                              int threads, const py::object& progress, std::optional<double> timeout_s,
                              std::optional<int> program) {
  AnalyzeOptions options;
  options.mode = parse_window_mode(mode);
  options.aspects = aspects;
  options.scale = scale;
  options.grid = {grid.first, grid.second};
  options.trim_borders = trim_borders;
  options.measure.sampling = {parse_sampling_mode(sampling), samples, every, false, start, end};
  options.measure.threads = threads;
  options.measure.progress = progress_of(progress);
  options.candidates.count = candidates;
  options.candidates.max_overlap = max_overlap;
  for (const std::string& name : strategies)
    options.candidates.strategies.emplace_back(find_strategy(name).name);
  options.subjects = parse_subject_detection(subjects);
  options.speaker = parse_speaker_detection(speaker);
  options.titles = parse_title_cards(titles);
  options.speakers.min_dwell_s = min_dwell_s;
  options.layout.layout = parse_layout(layout);
  throw_if_any("analyze", options.problems());
  const FileSourceOptions reading{.threads = threads,
                                  .cancellation = options.measure.cancellation,
                                  .timeout_s = timeout_s,
                                  .program = program};
  return interruptible(options.measure.cancellation,
                       [&] { return analyze(*open_source(path, reading), options); });
}

/// The windows that were compared, row by row.
py::array_t<double> positions_of(const AspectAnalysis& aspect) {
  std::vector<CropWindow> windows;
  for (const PositionMetrics& at : aspect.positions) windows.push_back(window_at(at.position, aspect.crop));
  return array_of(std::move(windows));
}

/// N x 5, by window and metric.
py::array_t<double> metrics_of(const AspectAnalysis& aspect) {
  py::array_t<double> values({std::ssize(aspect.positions), py::ssize_t{kWindowMetricCount}});
  auto value = values.mutable_unchecked<2>();
  for (std::size_t i = 0; i < aspect.positions.size(); ++i) {
    for (std::size_t m = 0; m < kWindowMetricCount; ++m)
      value(static_cast<py::ssize_t>(i), static_cast<py::ssize_t>(m)) = aspect.positions[i].metrics[m];
  }
  return values;
}

py::array_t<float> map_of(const AnalysisDocument& document, const std::string& metric) {
  for (std::size_t i = 0; i < kWindowMetricCount; ++i) {
    if (document.maps && window_metric_name(i) == metric && document.maps->maps[i])
      return array_of(document.maps->map(i));
  }
  throw std::invalid_argument("'" + metric + "' was not measured");
}

void bind_documents(py::module_& module) {
  py::class_<Candidate>(module, "Candidate", "A window worth choosing.")
      .def_readonly("rank", &Candidate::rank)
      .def_readonly("window", &Candidate::window)
      .def_readonly("score", &Candidate::score)
      .def_readonly("strategy", &Candidate::strategy)
      .def_readonly("reason", &Candidate::reason)
      .def_property_readonly("breakdown", [](const Candidate& c) { return by_name(c.breakdown); });

  py::class_<AspectAnalysis>(module, "AspectAnalysis", "The result for one aspect ratio.")
      .def_readonly("aspect", &AspectAnalysis::aspect)
      .def_readonly("crop", &AspectAnalysis::crop)
      .def_readonly("candidates", &AspectAnalysis::candidates)
      .def_readonly("kept_share", &AspectAnalysis::kept_share)
      .def_property_readonly("positions", &positions_of,
                             "The windows that were compared, row by row of the grid: N x 4 float64.")
      .def_property_readonly(
          "metrics", &metrics_of,
          "Their metrics: N x 5 float64, by motion, complexity, edges, saturation, importance.")
      .def_property_readonly("measures", &metrics_of, "Old name of metrics.");

  py::class_<AnalysisDocument>(module, "AnalysisDocument", "The result of an analysis.")
      .def_readonly("video", &AnalysisDocument::video)
      .def_readonly("shots", &AnalysisDocument::shots)
      .def_readonly("aspects", &AnalysisDocument::aspects)
      .def("to_json", &write_analysis)
      .def("map", &map_of, py::arg("metric"),
           "A metric over the frame, for pictures of it: H x W float32. 'motion', 'complexity', 'edges', "
           "'saturation' or 'importance'.")
      .def("map", &map_of, py::arg("measure"), "The same by the old name of the argument.")
      .def_property_readonly(
          "map_cell_px", [](const AnalysisDocument& d) { return d.maps ? d.maps->cell_px : 0; },
          "Side of a map's cell in displayed px.");
}

}  // namespace

void bind_analysis(py::module_& module) {
  bind_documents(module);
  module.def("analyze", &analyze_file, py::arg("path"), py::kw_only(), py::arg("mode") = "static",
             py::arg("aspects") = std::vector<AspectRatio>{{1, 1}}, py::arg("scale") = 1.0,
             py::arg("grid") = std::pair(5, 5), py::arg("sampling") = "bursts", py::arg("samples") = 50,
             py::arg("every") = 1, py::arg("start") = py::none(), py::arg("end") = py::none(),
             py::arg("strategies") = std::vector<std::string>(), py::arg("candidates") = 10,
             py::arg("max_overlap") = CandidateOptions().max_overlap, py::arg("trim_borders") = false,
             py::arg("subjects") = "all", py::arg("speaker") = "auto", py::arg("titles") = "whole",
             py::arg("min_dwell_s") = SpeakerOptions().min_dwell_s, py::arg("layout") = "single",
             py::arg("threads") = 0, py::arg("progress") = py::none(), py::arg("timeout_s") = py::none(),
             py::arg("program") = py::none(),
             "Measures a video in one decode and proposes crop windows. Arguments as in smartcrop-analyze.");
  module.def("read_analysis", &read_analysis, py::arg("json"), py::arg("where") = "analysis",
             "Reads and checks an analysis document's text.");
  module.def("best_plan", &best_plan, py::arg("analysis"), py::arg("aspect"),
             "The plan of the moving window if there is one, else of the first candidate.");
  module.def("plan_from", &plan_from, py::arg("analysis"), py::arg("candidate"),
             py::arg("output_size") = cv::Size(), "The plan that crops to one candidate.");
}

}  // namespace smartcrop::python
