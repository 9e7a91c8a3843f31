#include <filesystem>

#include "smartcrop/render/output_name.hpp"
#include "studio.hpp"

namespace smartcrop::internal {
namespace {

Job start_render(Studio& studio, const LibraryVideo& video, const std::string& body) {
  RenderRequest wanted = parse_render_request(body);
  parse_plan(write_crop_plan(wanted.plan), probe(video.path).size);
  nlohmann::ordered_json told = parsed(body);
  told.erase("plan");  // long, and the page has it
  wanted.options.threads = studio.options.threads;
  const JobRequest request{JobKind::render, video.id, video.modified_ns, told.dump()};
  return studio.jobs.start(request, false,
                           [wanted, path = video.path,
                            folder = studio.options.output_dir](const JobBoard::Context& context) mutable {
                             wanted.options.cancellation = context.cancellation;
                             wanted.options.progress = context.progress;
                             const std::string output = free_output_path(default_output_path(path, folder));
                             return JobResult(render(path, wanted.plan, output, wanted.options));
                           });
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
                 const Job job = job_of(studio, request.matches[1]);
                 const auto* report = std::get_if<RenderReport>(&job.result);
                 if (!report) throw Conflict("this job has not written a file");
                 const std::string name = std::filesystem::path(report->path).filename().string();
                 answer_file(response, report->path, video_mime_type(name), name);
               });
}

}  // namespace smartcrop::internal
