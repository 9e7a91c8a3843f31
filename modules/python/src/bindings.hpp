#pragma once

#include "conversions.hpp"

/// One function for each of the library's nouns; module.cpp calls them in the order of the layers.
namespace smartcrop::python {

void bind_core(py::module_& module);
void bind_metrics(py::module_& module);
void bind_plan(py::module_& module);
void bind_analysis(py::module_& module);
void bind_render(py::module_& module);

}  // namespace smartcrop::python
