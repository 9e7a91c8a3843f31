#include <pybind11/operators.h>

#include <sstream>

#include "bindings.hpp"
#include "smartcrop/core/shot.hpp"
#include "smartcrop/grid/analysis_grid.hpp"
#include "smartcrop/video/frame_times.hpp"
#include "smartcrop/video/video_info.hpp"

namespace smartcrop::python {

namespace {

void bind_types(py::module_& module) {
  py::class_<CropWindow>(module, "CropWindow", "A crop window in displayed px: left, top, width, height.")
      .def(py::init<double, double, double, double>(), py::arg("x"), py::arg("y"), py::arg("w"), py::arg("h"))
      .def_readwrite("x", &CropWindow::x)
      .def_readwrite("y", &CropWindow::y)
      .def_readwrite("w", &CropWindow::w)
      .def_readwrite("h", &CropWindow::h)
      .def(py::self == py::self)  // NOLINT(misc-redundant-expression): how pybind11 says ==
      .def("__iter__", [](const CropWindow& w) { return py::iter(py::make_tuple(w.x, w.y, w.w, w.h)); })
      .def("__repr__", [](const CropWindow& w) {
        std::ostringstream text;
        text << "CropWindow(x=" << w.x << ", y=" << w.y << ", w=" << w.w << ", h=" << w.h << ")";
        return text.str();
      });

  py::class_<Shot>(module, "Shot", "A run of frames between two cuts; ends are excluded.")
      .def_readonly("start_frame", &Shot::start_frame)
      .def_readonly("end_frame", &Shot::end_frame)
      .def_readonly("start", &Shot::start)
      .def_readonly("end", &Shot::end);

  py::class_<VideoInfo>(module, "VideoInfo", "Properties of a video, from the headers of its file.")
      .def_readonly("path", &VideoInfo::path)
      .def_readonly("container", &VideoInfo::container)
      .def_readonly("codec", &VideoInfo::codec)
      .def_readonly("pixel_format", &VideoInfo::pixel_format)
      .def_readonly("bit_depth", &VideoInfo::bit_depth)
      .def_readonly("size", &VideoInfo::size)
      .def_readonly("pixel_aspect", &VideoInfo::pixel_aspect)
      .def_readonly("frame_rate", &VideoInfo::frame_rate)
      .def_readonly("duration", &VideoInfo::duration)
      .def_readonly("frames", &VideoInfo::frames)
      .def_readonly("audio_streams", &VideoInfo::audio_streams);
}

}  // namespace

void bind_core(py::module_& module) {
  bind_types(module);
  module.def("probe", &probe, py::arg("path"), py::call_guard<py::gil_scoped_release>(),
             "Opens the file, reads its headers and describes it.");
  module.def(
      "frame_times",
      [](const std::string& path) {
        std::vector<Time> times;
        {
          const py::gil_scoped_release release;
          times = frame_times(path);
        }
        py::array_t<double> seconds(std::ssize(times));
        for (std::size_t i = 0; i < times.size(); ++i)
          seconds.mutable_at(static_cast<py::ssize_t>(i)) = times[i].value();
        return seconds;
      },
      py::arg("path"), "The time of every displayed frame in seconds since the first: N float64.");
  module.def(
      "crop_dimensions", &crop_dimensions, py::arg("frame"), py::arg("ratio"), py::arg("scale") = 1.0,
      py::arg("pixel_aspect") = Rational(1),
      "The largest window of a ratio that fits the frame, times scale; even numbers, (width, height).");
  module.def(
      "analysis_grid",
      [](cv::Size frame, cv::Size crop, std::pair<int, int> shape) {
        std::vector<CropWindow> windows;
        for (const cv::Point& at : analysis_grid(frame, crop, {shape.first, shape.second}))
          windows.push_back(window_at(at, crop));
        return array_of(std::move(windows));
      },
      py::arg("frame"), py::arg("crop"), py::arg("shape") = std::pair(5, 5),
      "Windows spread evenly over the frame, row by row: N x 4 (x, y, w, h). shape: columns, rows.");
}

}  // namespace smartcrop::python
