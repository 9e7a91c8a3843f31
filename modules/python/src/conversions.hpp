#pragma once

#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <opencv2/core/mat.hpp>
#include <vector>

#include "smartcrop/core/aspect_ratio.hpp"
#include "smartcrop/core/crop_window.hpp"
#include "smartcrop/core/time.hpp"
#include "smartcrop/video/sampler.hpp"

/// Converts small C++ values to plain Python values: sizes and points are tuples, ratios are "9:16", times
/// are fractions.Fraction of a second.
namespace pybind11::detail {

template <>
struct type_caster<cv::Size> {
  PYBIND11_TYPE_CASTER(cv::Size, const_name("tuple[int, int]"));
  bool load(handle source, bool) {
    if (!isinstance<sequence>(source) || len(source) != 2) return false;
    const auto pair = reinterpret_borrow<sequence>(source);
    value = {pair[0].cast<int>(), pair[1].cast<int>()};
    return true;
  }
  static handle cast(const cv::Size& size, return_value_policy, handle) {
    return make_tuple(size.width, size.height).release();
  }
};

template <>
struct type_caster<cv::Point> {
  PYBIND11_TYPE_CASTER(cv::Point, const_name("tuple[int, int]"));
  bool load(handle source, bool) {
    if (!isinstance<sequence>(source) || len(source) != 2) return false;
    const auto pair = reinterpret_borrow<sequence>(source);
    value = {pair[0].cast<int>(), pair[1].cast<int>()};
    return true;
  }
  static handle cast(const cv::Point& point, return_value_policy, handle) {
    return make_tuple(point.x, point.y).release();
  }
};

template <>
struct type_caster<cv::Rect> {
  PYBIND11_TYPE_CASTER(cv::Rect, const_name("tuple[int, int, int, int]"));
  static handle cast(const cv::Rect& r, return_value_policy, handle) {
    return make_tuple(r.x, r.y, r.width, r.height).release();
  }
};

template <>
struct type_caster<smartcrop::AspectRatio> {
  PYBIND11_TYPE_CASTER(smartcrop::AspectRatio, const_name("str"));
  bool load(handle source, bool) {
    if (!isinstance<str>(source)) return false;
    value = smartcrop::parse_aspect_ratio(source.cast<std::string>());
    return true;
  }
  static handle cast(const smartcrop::AspectRatio& ratio, return_value_policy, handle) {
    return str(smartcrop::to_string(ratio)).release();
  }
};

/// A fraction of seconds from an int, a float, a Fraction or whatever else fractions.Fraction takes.
inline smartcrop::Rational rational_of(handle source) {
  const object fraction = module_::import("fractions").attr("Fraction")(source);
  return {fraction.attr("numerator").cast<std::int64_t>(), fraction.attr("denominator").cast<std::int64_t>()};
}

template <>
struct type_caster<smartcrop::Rational> {
  PYBIND11_TYPE_CASTER(smartcrop::Rational, const_name("fractions.Fraction"));
  bool load(handle source, bool) {
    value = rational_of(source);
    return true;
  }
  static handle cast(const smartcrop::Rational& value, return_value_policy, handle) {
    return module_::import("fractions").attr("Fraction")(value.numerator(), value.denominator()).release();
  }
};

template <>
struct type_caster<smartcrop::Time> {
  PYBIND11_TYPE_CASTER(smartcrop::Time, const_name("fractions.Fraction"));
  bool load(handle source, bool) {
    value = isinstance<str>(source) ? smartcrop::parse_time(source.cast<std::string>())
                                    : smartcrop::Time{rational_of(source)};
    return true;
  }
  static handle cast(const smartcrop::Time& time, return_value_policy policy, handle parent) {
    return type_caster<smartcrop::Rational>::cast(time.seconds, policy, parent);
  }
};

template <>
struct type_caster<smartcrop::TimePoint> {
  PYBIND11_TYPE_CASTER(smartcrop::TimePoint, const_name("fractions.Fraction | str"));
  bool load(handle source, bool) {
    value = isinstance<str>(source) ? smartcrop::parse_time_point(source.cast<std::string>())
                                    : smartcrop::TimePoint{smartcrop::Time{rational_of(source)}};
    return true;
  }
};

template <>
struct type_caster<smartcrop::FrameIndex> {
  PYBIND11_TYPE_CASTER(smartcrop::FrameIndex, const_name("int"));
  static handle cast(const smartcrop::FrameIndex& frame, return_value_policy, handle) {
    return pybind11::int_(frame.value).release();
  }
};

}  // namespace pybind11::detail

namespace smartcrop::python {

namespace py = pybind11;

/// A map of CV_32FC1 as an array of H x W float32 that shares its memory.
py::array_t<float> array_of(const cv::Mat& map);

/// Windows as an array of N x 4 float64 (x, y, w, h) that takes over their memory.
py::array_t<double> array_of(std::vector<CropWindow> windows);

}  // namespace smartcrop::python
