#pragma once

#include <opencv2/core.hpp>

#include "smartcrop/plan/analysis_document.hpp"
#include "smartcrop/visualize/draw_text.hpp"
#include "smartcrop/visualize/drawing.hpp"

namespace smartcrop::test {

/// A document of a 400x200 video of 60 s with `shots` shots of equal length, a 3x2 grid and two candidates;
/// its upper right quarter holds everything.
inline AnalysisDocument small_analysis(int shots = 1) {
  AnalysisDocument document;
  VideoInfo& video = document.video;
  video.path = "folder/talk.mp4";
  video.size = video.stored_size = {400, 200};
  video.codec = "h264";
  video.pixel_format = "yuv420p";
  video.frame_rate = {25, 1};
  video.duration = Time{{60, 1}};
  video.frames = 1500;
  document.sampling = {SamplingMode::dense, 1500, 1499, 1};
  for (int i = 0; i < shots; ++i) {
    document.shots.push_back({{1500 * i / shots},
                              {1500 * (i + 1) / shots},
                              {Rational(60 * i, shots)},
                              {Rational(60 * (i + 1), shots)}});
  }
  AspectAnalysis aspect;
  aspect.aspect = {1, 1};
  aspect.crop = {100, 100};
  for (const int y : {0, 100}) {
    for (const int x : {0, 150, 300}) {
      const double value = x + (100 - y) / 2.0;
      aspect.positions.push_back({{x, y}, {value, value, value, value, value / 400}});
    }
  }
  aspect.candidates = {{1, {300, 0, 100, 100}, 100, "Auto", {0, 0, 0, 0, 100}, "most of what matters"},
                       {2, {0, 100, 100, 100}, 30, "Balanced", {10, 10, 5, 5, 0}, "a little of all"}};
  document.aspects = {aspect};
  MetricMaps maps{10, {40, 20}, {}};
  cv::Mat values = cv::Mat::zeros(20, 40, CV_32FC1);
  values(cv::Rect(20, 0, 20, 10)).setTo(8);
  for (auto& map : maps.maps) map = metric_map(values);
  document.maps = maps;
  MetricCurves timeline{1, {}};
  for (int k = 0; k < 60; ++k) {
    const double value = k < 30 ? 2 : 7;
    timeline.steps.push_back({k, {value, value, value, value, value / 5}});
  }
  document.timeline = timeline;
  return document;
}

/// The space that each text of a drawing takes.
inline std::vector<std::pair<std::string, cv::Rect2d>> text_boxes(const Drawing& drawing) {
  std::vector<std::pair<std::string, cv::Rect2d>> boxes;
  for (const auto& shape : drawing.shapes) {
    const auto* text = std::get_if<TextShape>(&shape);
    if (!text) continue;
    const double width = text_size(text->text, {text->size_px, {}, {}}).width;
    const double left = text->anchor == Anchor::left ? 0 : text->anchor == Anchor::right ? width : width / 2;
    // From the top of capitals to the base line.
    boxes.emplace_back(text->text, cv::Rect2d(text->at.x - left, text->at.y - 0.75 * text->size_px, width,
                                              0.75 * text->size_px));
  }
  return boxes;
}

template <typename Shape>
std::vector<Shape> shapes_of(const Drawing& drawing) {
  std::vector<Shape> found;
  for (const auto& shape : drawing.shapes) {
    if (const auto* one = std::get_if<Shape>(&shape)) found.push_back(*one);
  }
  return found;
}

}  // namespace smartcrop::test
