#include "conversions.hpp"

#include <memory>
#include <stdexcept>

namespace smartcrop::python {

py::array_t<float> array_of(const cv::Mat& map) {
  if (map.type() != CV_32FC1) throw std::invalid_argument("the map is not CV_32FC1");
  // The capsule holds a reference to the matrix's memory.
  auto owner = std::make_unique<cv::Mat>(map);
  const float* const data = owner->ptr<float>();
  const std::array<py::ssize_t, 2> shape{map.rows, map.cols};
  const std::array<py::ssize_t, 2> strides{static_cast<py::ssize_t>(map.step[0]), sizeof(float)};
  const py::capsule capsule(owner.release(), [](void* mat) { delete static_cast<cv::Mat*>(mat); });
  return {shape, strides, data, capsule};
}

py::array_t<double> array_of(std::vector<CropWindow> windows) {
  static_assert(sizeof(CropWindow) == 4 * sizeof(double));
  auto owner = std::make_unique<std::vector<CropWindow>>(std::move(windows));
  const std::array<py::ssize_t, 2> shape{std::ssize(*owner), 4};
  const double* const data = reinterpret_cast<const double*>(owner->data());
  const py::capsule capsule(owner.release(),
                            [](void* all) { delete static_cast<std::vector<CropWindow>*>(all); });
  return py::array_t<double>(shape, data, capsule);
}

}  // namespace smartcrop::python
