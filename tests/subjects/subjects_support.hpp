#pragma once

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <string>
#include <vector>

#include "smartcrop/core/parallel.hpp"
#include "smartcrop/metrics/small_frame.hpp"
#include "smartcrop/subjects/face_detector.hpp"
#include "smartcrop/video/frame_source.hpp"
#include "support/media.hpp"
#include "support/skip.hpp"

namespace smartcrop::test {

/// Frames of a video, one a second from so many seconds on.
inline std::vector<SmallFrame> one_a_second(const std::string& path, int from_s, int count) {
  const auto source = open_file(path);
  const MapGeometry geometry = map_geometry(source->info().size);
  std::vector<SmallFrame> frames;
  Frame frame;
  for (int second = from_s; static_cast<int>(frames.size()) < count && source->read(frame);) {
    if (frame.time.value() < second) continue;
    frames.push_back(shrink(frame, geometry));
    ++second;
  }
  return frames;
}

/// Frames of a clip with a face, 320x240, one a second; empty, after skips(), without the evaluation set.
inline std::vector<SmallFrame> frames_with_a_face(int count) {
  const std::string path = eval_file("retention/videos/opencv-david.webm");
  if (path.empty()) return {};
  return one_a_second(path, 12, count);  // before that it is too dark to tell a face, and not labeled
}

/// What a detector finds in each frame, on so many threads.
template <class Detector>
auto detect_all(const Detector& detector, const std::vector<SmallFrame>& frames, int workers = 0) {
  std::vector<decltype(detector.detect(frames.front()))> found(frames.size());
  parallel_for(frames.size(), workers, [&](std::size_t i) { found[i] = detector.detect(frames[i]); });
  return found;
}

/// The part [x, x+w) x [y, y+h) of the picture, as a frame of its own; gray outside of the picture.
inline SmallFrame cut(const SmallFrame& frame, cv::Rect part) {
  const auto plane = [&](const cv::Mat& from, int gray) {
    if (from.empty()) return cv::Mat();
    cv::Mat to(part.size(), CV_16UC1, cv::Scalar(gray << kMapFractionBits));
    const cv::Rect inside = part & cv::Rect({}, from.size());
    from(inside).copyTo(to(inside - part.tl()));
    return to;
  };
  SmallFrame result = frame;
  result.geometry.source = part.size() * frame.geometry.block;
  result.luma = plane(frame.luma, 60);
  result.cb = plane(frame.cb, 128);
  result.cr = plane(frame.cr, 128);
  return result;
}

/// The picture shrunk to `size` and laid at `at` into a gray frame of `canvas`.
inline SmallFrame shrunk_into(const SmallFrame& frame, cv::Size size, cv::Size canvas, cv::Point at) {
  SmallFrame result = frame;
  const auto plane = [&](const cv::Mat& from) {
    cv::Mat to;
    if (!from.empty()) cv::resize(from, to, size, 0, 0, cv::INTER_AREA);
    return to;
  };
  result.luma = plane(frame.luma);
  result.cb = plane(frame.cb);
  result.cr = plane(frame.cr);
  return cut(result, {cv::Point{} - at, canvas});
}

/// A frame of one color.
inline SmallFrame flat_frame(cv::Size size, int luma) {
  SmallFrame frame;
  frame.geometry = {size, 1};
  frame.luma = cv::Mat(size, CV_16UC1, cv::Scalar(luma << kMapFractionBits));
  frame.cb = cv::Mat(size, CV_16UC1, cv::Scalar(128 << kMapFractionBits));
  frame.cr = frame.cb.clone();
  return frame;
}

/// The backends whose files are on this machine.
inline std::vector<FaceBackend> installed_backends() {
  std::vector<FaceBackend> backends;
  if (find_face_model()) backends.push_back(FaceBackend::ultraface);
  if (find_face_cascade()) backends.push_back(FaceBackend::haar);
  return backends;
}

inline FaceDetector detector_with(FaceBackend backend) {
  FaceDetectorOptions options;
  options.backend = backend;
  return FaceDetector(options);
}

}  // namespace smartcrop::test
