#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "smartcrop/analysis/analyze.hpp"
#include "smartcrop/interchange/export.hpp"
#include "smartcrop/plan/crop_plan.hpp"
#include "smartcrop/render/render.hpp"

namespace smartcrop {

// Parses and checks the requests of the API. Every function throws std::invalid_argument with one line that
// names the parameter or key and its valid values; unknown ones are errors.

/// The parameters of a query, decoded.
using Query = std::multimap<std::string, std::string>;

/// Limits of requests.
inline constexpr int kSmallestPicture_px = 16;
inline constexpr int kLargestPicture_px = 1920;  ///< of the width
inline constexpr std::size_t kMostAspects = 8;
inline constexpr int kMostSamples = 500;
inline constexpr int kMostCandidates = 50;
inline constexpr std::size_t kMostWishes = 2000;  ///< of one kind; a shot has one
inline constexpr int kLargestOutput_px = 8192;    ///< of each side

inline constexpr std::size_t kMostOutputs = 12;   ///< of one rendering; each takes the memory of one
inline constexpr std::size_t kLongestName = 200;  ///< bytes; file systems allow 255, and "-2" may be added

enum class ImageFormat { jpeg, webp };
/// "image/jpeg", "image/webp".
std::string_view mime_type(ImageFormat format);

/// `time` (seconds or HH:MM:SS.mmm; none = a representative frame), `width`, `crop` (`x,y,w,h` in
/// displayed px), `format` (jpeg, webp).
struct PictureQuery {
  std::optional<Time> time;
  int width = 640;
  std::optional<CropWindow> crop;
  ImageFormat format = ImageFormat::jpeg;
};
PictureQuery parse_picture_query(const Query& query);

/// The same without `crop`, and `metric` (or `measure`, its old name: motion, complexity, edges, saturation,
/// importance).
struct HeatMapQuery {
  PictureQuery picture;
  std::size_t metric = kImportance;
};
HeatMapQuery parse_heat_map_query(const Query& query);

/// `time`, `width` and `format`: a picture of the saved plan's output.
PictureQuery parse_preview_query(const Query& query);

/// `aspect` (none = the first of the analysis), `candidate` (rank from 1; none = the best plan), `size`
/// (`WxH` of the output; none = that of the window), `pad` (`auto`: shots whose subjects do not fit into one
/// window are shown whole).
struct PlanQuery {
  std::optional<AspectRatio> aspect;
  std::optional<int> candidate;
  cv::Size size;
  bool pads = false;
};
PlanQuery parse_plan_query(const Query& query);

/// `aspect` alone.
std::optional<AspectRatio> parse_aspect_query(const Query& query);

/// `output` alone: the number of an output of a rendering, from 1 (the default).
int parse_output_query(const Query& query);

/// `video` alone: the jobs of one video.
std::optional<std::string> parse_video_query(const Query& query);

/// `name` alone: the name for an uploaded file, made safe: without folders, control characters and leading
/// dots, and at most kLongestName bytes. Its ending must be that of a video.
std::string parse_upload_query(const Query& query);

/// The options of an analysis: `{"mode": "static", "aspects": ["1:1"], "scale": 1, "samples": 50,
/// "candidates": 10, "strategies": ["Auto"], "trim_borders": false, "motion": "calm"}`, every key optional.
AnalyzeOptions parse_analysis_request(std::string_view json);

/// `{"aspect": "9:16", "follow": ["2", "10,20,300,200@4.5"], "ignore": [3], "keep": ["0,0,200,100@0-9"]}`,
/// every key optional; values as for the options of the programs.
struct SteerRequest {
  std::optional<AspectRatio> aspect;
  SubjectWishes wishes;
};
SteerRequest parse_steer_request(std::string_view json);

/// `{"plan": {...}, "crf": 19, "preset": "medium", "audio": "copy", "deinterlace": "auto"}`; all but the plan
/// optional. Instead of `plan`, `plans`: a list of them, one output each.
struct RenderRequest {
  std::vector<CropPlan> plans;  ///< one to kMostOutputs
  RenderOptions options;
};
RenderRequest parse_render_request(std::string_view json);

/// `{"plan": {...}, "format": "mlt"}`
struct ExportRequest {
  CropPlan plan;
  ExportKind kind;
};
ExportRequest parse_export_request(std::string_view json);

/// A crop plan for a video of this size. Its output must not be larger than kLargestOutput_px.
CropPlan parse_plan(std::string_view json, std::optional<cv::Size> source_size = std::nullopt);

}  // namespace smartcrop
