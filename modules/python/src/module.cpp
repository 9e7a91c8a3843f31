#include "bindings.hpp"
#include "smartcrop/core/error.hpp"
#include "smartcrop/core/version.hpp"

PYBIND11_MODULE(_smartcrop, module) {
  namespace py = pybind11;
  using namespace smartcrop;

  module.attr("__version__") = version();
  // The last one registered is asked first, so derived types come last.
  const auto& error = py::register_exception<Error>(module, "Error", PyExc_RuntimeError);
  py::register_exception<Canceled>(module, "Canceled", error);
  py::register_exception<TimedOut>(module, "TimedOut", error);
  python::bind_core(module);
  python::bind_metrics(module);
  python::bind_plan(module);
  python::bind_analysis(module);
  python::bind_render(module);
}
