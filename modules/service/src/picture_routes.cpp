#include <functional>

#include <opencv2/imgproc.hpp>

#include "smartcrop/picture/preview.hpp"
#include "smartcrop/visualize/bgr_picture.hpp"
#include "smartcrop/visualize/candidate_pictures.hpp"
#include "smartcrop/visualize/heat_map.hpp"
#include "studio.hpp"

namespace smartcrop::internal {
namespace {

/// Cache key: everything that a picture depends on.
std::string key_of(const httplib::Request& request, const std::string& depends_on) {
  std::string key = request.path + " " + depends_on;
  for (const auto& [name, value] : request.params) key += " " + name + "=" + value;
  return key;
}

void answer_picture(Studio& studio, const httplib::Request& request, const std::string& depends_on,
                    ImageFormat format, httplib::Response& response, const std::function<cv::Mat()>& make) {
  const std::string key = key_of(request, depends_on);
  PictureCache::Picture picture = studio.pictures.find(key);
  if (!picture) {
    picture = std::make_shared<const std::vector<std::uint8_t>>(encode(make(), format));
    studio.pictures.add(key, picture);
  }
  response.set_content(reinterpret_cast<const char*>(picture->data()), picture->size(),
                       std::string(mime_type(format)));
}

cv::Mat scaled(const cv::Mat& bgr, int width) {
  if (bgr.cols <= width) return bgr;
  cv::Mat small;
  cv::resize(bgr, small, {width, std::max(1, cvRound(static_cast<double>(bgr.rows) * width / bgr.cols))}, 0,
             0, cv::INTER_AREA);
  return small;
}

cv::Mat picture_of(Studio& studio, const LibraryVideo& video, const PictureQuery& query) {
  const FrameStore::Shown shown = studio.frames.frame(video, query.time);
  if (!query.crop) return bgr_picture(shown.frame, shown_size(shown.info, query.width));
  return scaled(crop_picture(bgr_picture(shown.frame), *query.crop, shown.info.pixel_aspect), query.width);
}

/// Size of the output, scaled to at most `width` px wide, with even sides.
cv::Size preview_size(cv::Size output, int width) {
  const double scale = std::min(1.0, static_cast<double>(width) / output.width);
  const auto even = [&](int side) { return std::max(2, 2 * cvRound(side * scale / 2)); };
  return {even(output.width), even(output.height)};
}

void answer_frame(Studio& studio, const httplib::Request& request, httplib::Response& response) {
  const LibraryVideo video = video_of(studio, request.matches[1]);
  const PictureQuery query = parse_picture_query(request.params);
  answer_picture(studio, request, std::to_string(video.modified_ns), query.format, response,
                 [&] { return picture_of(studio, video, query); });
}

void answer_preview(Studio& studio, const httplib::Request& request, httplib::Response& response) {
  const LibraryVideo video = video_of(studio, request.matches[1]);
  const PictureQuery query = parse_preview_query(request.params);
  const std::optional<CropPlan> plan = studio.plans.find(video.id);
  if (!plan) throw NotFound("no plan is saved for this video");
  const FrameStore::Shown shown = studio.frames.frame(video, query.time);
  const Time time = query.time.value_or(shown.frame.time);
  const cv::Mat preview =
      preview_picture(bgr_picture(shown.frame), *plan, time, preview_size(plan->output_size, query.width));
  const std::vector<std::uint8_t> bytes = encode(preview, query.format);
  response.set_content(reinterpret_cast<const char*>(bytes.data()), bytes.size(),
                       std::string(mime_type(query.format)));
}

void answer_heat_map(Studio& studio, const httplib::Request& request, httplib::Response& response) {
  const AnalysisJob found = analysis_of(studio, request.matches[1]);
  const AnalysisDocument& analysis = found.document();
  const LibraryVideo video = video_of(studio, found.job.request.video);
  const HeatMapQuery query = parse_heat_map_query(request.params);
  if (!analysis.maps || !analysis.maps->maps[query.metric])
    throw Conflict("metric: " + std::string(window_metric_name(query.metric)) +
                   " was not measured in this analysis");
  answer_picture(studio, request, std::to_string(video.modified_ns), query.picture.format, response, [&] {
    const cv::Mat bgr = picture_of(studio, video, query.picture);
    return heat_map(bgr, *analysis.maps, query.metric, analysis.video.size);
  });
}

}  // namespace

void add_picture_routes(HttpServer& server, Studio& studio) {
  using Answer = void (*)(Studio&, const httplib::Request&, httplib::Response&);
  const auto add = [&](const char* path, Answer answer) {
    server.route("GET", path,
                 [&studio, answer](const httplib::Request& request, httplib::Response& response) {
                   answer(studio, request, response);
                 });
  };
  add("/api/v1/videos/{video}/frame", answer_frame);
  add("/api/v1/videos/{video}/preview", answer_preview);
  add("/api/v1/jobs/{job}/heatmap", answer_heat_map);
}

}  // namespace smartcrop::internal
