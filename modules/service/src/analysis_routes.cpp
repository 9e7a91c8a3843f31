#include "smartcrop/analysis/steering.hpp"
#include "studio.hpp"

namespace smartcrop::internal {
namespace {

using nlohmann::ordered_json;

/// Byte for byte what page/ratios.js asks: equal requests are one job.
constexpr const char* kFirstLook = R"({"mode":"static","aspects":["9:16","4:5","1:1","2:3","16:9"]})";

Job start_analysis(Studio& studio, const LibraryVideo& video, const std::string& body) {
  AnalyzeOptions options = parse_analysis_request(body);
  options.measure.threads = studio.options.threads;
  const bool is_moving = options.mode == WindowMode::moving;
  const JobRequest request{is_moving ? JobKind::tracking : JobKind::analysis, video.id, video.modified_ns,
                           parsed(body).dump()};
  return studio.jobs.start(
      request, true, [options, path = video.path](const JobBoard::Context& context) mutable {
        options.measure.cancellation = context.cancellation;
        options.measure.progress = context.progress;
        const auto source =
            open_file(path, {.threads = options.measure.threads, .cancellation = context.cancellation});
        AnalysisResult result;
        if (options.mode == WindowMode::moving) {
          auto [document, scenes, steering] = analyze_to_steer(*source, options);
          result = {std::move(document), std::move(scenes), std::move(steering)};
        } else {
          result.document = analyze(*source, options);
        }
        return JobResult(std::make_shared<const AnalysisResult>(std::move(result)));
      });
}

ordered_json candidates_json(const AnalysisDocument& analysis, const AspectAnalysis& aspect) {
  const ordered_json document = parsed(write_analysis(analysis));
  for (const ordered_json& item : document["aspects"]) {
    if (item["aspect"] == to_string(aspect.aspect))
      return {{"aspect", item["aspect"]}, {"crop", item["crop"]}, {"candidates", item["candidates"]}};
  }
  throw NotFound("aspect: is not in this analysis");
}

}  // namespace

void begin_first_look(Studio& studio) try {
  const std::vector<LibraryVideo> videos = studio.library.list().videos;
  if (videos.size() == 1) start_analysis(studio, videos.front(), kFirstLook);
} catch (const std::exception&) {
}

void add_analysis_routes(HttpServer& server, Studio& studio) {
  server.route("POST", "/api/v1/videos/{video}/analyses",
               [&](const httplib::Request& request, httplib::Response& response) {
                 const LibraryVideo video = video_of(studio, request.matches[1]);
                 answer_json(response, job_json(start_analysis(studio, video, request.body)), 202);
               });
  server.route("GET", "/api/v1/jobs/{job}/analysis",
               [&](const httplib::Request& request, httplib::Response& response) {
                 const auto found = analysis_of(studio, request.matches[1]);
                 response.set_content(write_analysis(found.document()), "application/json");
               });
  server.route("GET", "/api/v1/jobs/{job}/candidates",
               [&](const httplib::Request& request, httplib::Response& response) {
                 const auto found = analysis_of(studio, request.matches[1]);
                 const AspectAnalysis& aspect =
                     aspect_of(found.document(), parse_aspect_query(request.params));
                 answer_json(response, candidates_json(found.document(), aspect));
               });
}

}  // namespace smartcrop::internal
