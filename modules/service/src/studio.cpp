#include "studio.hpp"

#include <algorithm>
#include <filesystem>

namespace smartcrop::internal {

using nlohmann::ordered_json;

void PlanStore::save(const std::string& video, const CropPlan& plan) {
  const std::lock_guard lock(mutex_);
  plans_[video] = plan;  // at most one for each video of the library
}

std::optional<CropPlan> PlanStore::find(const std::string& video) const {
  const std::lock_guard lock(mutex_);
  const auto found = plans_.find(video);
  return found == plans_.end() ? std::nullopt : std::optional(found->second);
}

void PlanStore::remove(const std::string& video) {
  const std::lock_guard lock(mutex_);
  plans_.erase(video);
}

LibraryVideo video_of(const Studio& studio, const std::string& id) {
  auto video = studio.library.find(id);
  if (!video) throw NotFound("there is no such video");
  return *video;
}

Job job_of(const Studio& studio, const std::string& id) {
  auto job = studio.jobs.find(id);
  if (!job) throw NotFound("there is no such job");
  return *job;
}

AnalysisJob analysis_of(const Studio& studio, const std::string& id) {
  AnalysisJob found{job_of(studio, id), nullptr};
  if (found.job.request.kind == JobKind::render) throw Conflict("this job is a rendering, not an analysis");
  if (found.job.state != JobState::done)
    throw Conflict("the analysis is " + std::string(job_state_name(found.job.state)) + ", not done");
  found.result = std::get<std::shared_ptr<const AnalysisResult>>(found.job.result);
  return found;
}

const AspectAnalysis& aspect_of(const AnalysisDocument& analysis, std::optional<AspectRatio> aspect) {
  if (!aspect) return analysis.aspects.front();
  const auto found = std::ranges::find(analysis.aspects, *aspect, &AspectAnalysis::aspect);
  if (found == analysis.aspects.end())
    throw NotFound("aspect: " + to_string(*aspect) + " is not in this analysis");
  return *found;
}

ordered_json parsed(const std::string& document) {
  return ordered_json::parse(document);
}

namespace {

ordered_json render_json(const RenderReport& report) {
  std::error_code ignored;
  const std::filesystem::path path(report.path);
  const auto bytes = std::filesystem::file_size(path, ignored);
  return {{"path", report.path},
          {"name", path.filename().string()},
          {"bytes", ignored ? 0 : bytes},
          {"frames", report.frames},
          {"notes", report.notes}};
}

}  // namespace

ordered_json job_json(const Job& job) {
  ordered_json json{{"id", job.id},
                    {"kind", job_kind_name(job.request.kind)},
                    {"video", job.request.video},
                    {"state", job_state_name(job.state)},
                    {"done", job.done},
                    {"total", job.total},
                    {"elapsed_s", job.elapsed_s},
                    {"left_s", nullptr},
                    {"request", parsed(job.request.text)}};
  if (job.left_s) json["left_s"] = *job.left_s;
  if (!job.error.empty()) json["error"] = job.error;
  if (const auto* reports = std::get_if<std::vector<RenderReport>>(&job.result)) {
    json["result"] = render_json(reports->front());
    json["results"] = ordered_json::array();
    for (const RenderReport& report : *reports) json["results"].push_back(render_json(report));
  }
  return json;
}

}  // namespace smartcrop::internal
