#include <filesystem>
#include <map>

#include "smartcrop/core/text.hpp"
#include "smartcrop/render/output_name.hpp"
#include "studio.hpp"

namespace smartcrop::internal {
namespace {

namespace fs = std::filesystem;

/// Free names: `NAME.smart_cropped.EXT`, and of several plans `NAME.smart_cropped.WxH.EXT`.
std::vector<RenderTarget> targets_of(const std::vector<CropPlan>& plans, const std::string& input,
                                     const std::string& folder) {
  const fs::path usual = default_output_path(input, folder);
  if (plans.size() == 1) return {{plans.front(), free_output_path(usual.string())}};
  std::vector<RenderTarget> targets;
  targets.reserve(plans.size());
  std::map<std::string, int> count_of_size;
  for (const CropPlan& plan : plans) {
    const std::string size = size_text(plan.output_size);
    const int count = ++count_of_size[size];
    std::string name = usual.stem().string() + "." + size;
    if (count > 1) name.append(".").append(std::to_string(count));
    const fs::path path = usual.parent_path() / (name + usual.extension().string());
    targets.push_back({plan, free_output_path(path.string())});
  }
  return targets;
}

Job start_render(Studio& studio, const LibraryVideo& video, const std::string& body) {
  RenderRequest wanted = parse_render_request(body);
  const cv::Size size = probe(video.path).size;
  for (const CropPlan& plan : wanted.plans) parse_plan(write_crop_plan(plan), size);
  nlohmann::ordered_json told = parsed(body);
  told.erase("plan");  // long, and the page has it
  told.erase("plans");
  told["outputs"] = wanted.plans.size();
  wanted.options.threads = studio.options.threads;
  const JobRequest request{JobKind::render, video.id, video.modified_ns, told.dump()};
  return studio.jobs.start(
      request, false,
      [wanted, path = video.path,
       folder = studio.options.output_dir](const JobBoard::Context& context) mutable {
        wanted.options.cancellation = context.cancellation;
        wanted.options.progress = context.progress;
        return JobResult(render(path, targets_of(wanted.plans, path, folder), wanted.options));
      });
}

void answer_result(const Studio& studio, const httplib::Request& request, httplib::Response& response) {
  const Job job = job_of(studio, request.matches[1]);
  const auto number = static_cast<std::size_t>(parse_output_query(request.params));
  const auto* reports = std::get_if<std::vector<RenderReport>>(&job.result);
  if (!reports) throw Conflict("this job has not written a file");
  if (number > reports->size()) throw NotFound("output: there are " + std::to_string(reports->size()));
  const std::string& path = (*reports)[number - 1].path;
  const std::string name = fs::path(path).filename().string();
  answer_file(response, path, video_mime_type(name), name);
}

}  // namespace

void add_render_routes(HttpServer& server, Studio& studio) {
  server.route("POST", "/api/v1/videos/{video}/renders",
               [&](const httplib::Request& request, httplib::Response& response) {
                 const LibraryVideo video = video_of(studio, request.matches[1]);
                 answer_json(response, job_json(start_render(studio, video, request.body)), 202);
               });
  server.route("GET", "/api/v1/jobs/{job}/file",
               [&](const httplib::Request& request, httplib::Response& response) {
                 answer_result(studio, request, response);
               });
}

}  // namespace smartcrop::internal
