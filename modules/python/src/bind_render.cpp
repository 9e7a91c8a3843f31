#include "bindings.hpp"
#include "smartcrop/render/render.hpp"
#include "work.hpp"

namespace smartcrop::python {
namespace {

RenderReport render_file(const std::string& input, const CropPlan& plan, const std::string& output,
                         const std::string& encoder, int crf, const std::string& preset,
                         const std::map<std::string, std::string>& encoder_options, const std::string& audio,
                         bool replace, bool strict, int threads, const py::object& progress,
                         std::optional<int> program) {
  RenderOptions options;
  options.encoder = encoder;
  options.crf = crf;
  options.preset = preset;
  options.encoder_options = encoder_options;
  options.audio = parse_audio_mode(audio);
  options.replace = replace;
  options.strict = strict;
  options.threads = threads;
  options.progress = progress_of(progress);
  options.program = program;
  return interruptible(options.cancellation, [&] { return render(input, plan, output, options); });
}

}  // namespace

void bind_render(py::module_& module) {
  py::class_<RenderReport>(module, "RenderReport", "The written file.")
      .def_readonly("path", &RenderReport::path)
      .def_readonly("frames", &RenderReport::frames)
      .def_readonly("audio_streams", &RenderReport::audio_streams)
      .def_readonly("notes", &RenderReport::notes);

  const RenderOptions defaults;
  module.def("render", &render_file, py::arg("input"), py::arg("plan"), py::arg("output"), py::kw_only(),
             py::arg("encoder") = defaults.encoder, py::arg("crf") = defaults.crf,
             py::arg("preset") = defaults.preset,
             py::arg("encoder_options") = std::map<std::string, std::string>(), py::arg("audio") = "copy",
             py::arg("replace") = false, py::arg("strict") = false, py::arg("threads") = 0,
             py::arg("progress") = py::none(), py::arg("program") = py::none(),
             "Crops a video as the plan says. The output appears under its name only when complete.");
}

}  // namespace smartcrop::python
