#include <limits>

#include "bindings.hpp"
#include "smartcrop/plan/crop_plan.hpp"

namespace smartcrop::python {

void bind_plan(py::module_& module) {
  py::class_<CropPlan>(module, "CropPlan", "Where the window is at each moment, and how large the output is.")
      .def_readonly("source", &CropPlan::source)
      .def_readonly("source_size", &CropPlan::source_size)
      .def_readwrite("output_size", &CropPlan::output_size)
      .def("to_json", &write_crop_plan)
      .def("problems", &CropPlan::problems, "What is wrong with it, in words; empty where nothing is.")
      .def(
          "windows",
          [](const CropPlan& plan, const std::vector<double>& times) {
            std::vector<CropWindow> windows;
            windows.reserve(times.size());
            for (const double time : times)
              windows.push_back(window_near(plan, Time{py::detail::rational_of(py::float_(time))}));
            return array_of(std::move(windows));
          },
          py::arg("times"),
          "The windows at moments (s), of two the first: N x 4 float64, x, y, w, h in displayed px.")
      .def(
          "second_windows",
          [](const CropPlan& plan, const std::vector<double>& times) {
            constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
            std::vector<CropWindow> windows;
            windows.reserve(times.size());
            for (const double time : times)
              windows.push_back(view_near(plan, Time{py::detail::rational_of(py::float_(time))})
                                    .second.value_or(CropWindow{kNone, kNone, kNone, kNone}));
            return array_of(std::move(windows));
          },
          py::arg("times"), "The second windows, likewise; NaN where there is one window.");

  module.def("read_crop_plan", &read_crop_plan, py::arg("json"), py::arg("where") = "crop plan",
             "Reads and checks a plan's text.");
  module.def("fixed_plan", &fixed_plan, py::arg("source"), py::arg("source_size"), py::arg("window"),
             py::arg("output_size"), py::arg("start") = Time{}, py::arg("end") = py::none(),
             "A plan of one fixed window.");
}

}  // namespace smartcrop::python
