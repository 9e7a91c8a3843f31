#include <filesystem>

#include "smartcrop/analysis/steering.hpp"
#include "studio.hpp"

namespace smartcrop::internal {
namespace {

using nlohmann::ordered_json;

CropPlan plan_of(const AnalysisDocument& analysis, const PlanQuery& query) {
  const AspectAnalysis& aspect = aspect_of(analysis, query.aspect);
  const auto rank = static_cast<std::size_t>(query.candidate.value_or(1));
  if (rank > aspect.candidates.size())
    throw NotFound("candidate: there are " + std::to_string(aspect.candidates.size()));
  CropPlan plan =
      query.candidate ? plan_from(analysis, aspect.candidates[rank - 1]) : best_plan(analysis, aspect);
  if (!query.size.empty()) plan.output_size = query.size;
  return plan;
}

void answer_made_plan(const Studio& studio, const httplib::Request& request, httplib::Response& response) {
  const auto found = analysis_of(studio, request.matches[1]);
  const PlanQuery query = parse_plan_query(request.params);
  CropPlan plan = plan_of(found.document(), query);
  const std::vector<std::size_t> not_held = shots_not_held(plan);
  if (query.pads) {
    const bool trims = parsed(found.job.request.text).value("trim_borders", false);
    pad_shots(plan, found.document(), not_held, trims, {});
  }
  answer_json(response, {{"plan", parsed(write_crop_plan(plan))}, {"not_held", not_held}});
}

void answer_scenes(const Studio& studio, const httplib::Request& request, httplib::Response& response) {
  const AnalysisJob found = analysis_of(studio, request.matches[1]);
  if (!found.result->scenes) {
    throw Conflict(found.job.request.kind == JobKind::tracking
                       ? "the activity found by this analysis is no longer in memory; analyze the video again"
                       : "scenes need an analysis of mode dynamic, which measures every frame");
  }
  CropPlan plan = parse_plan(request.body, found.document().video.size);
  const Time end = found.result->scenes->shots.back().end;
  const AnalyzeOptions options = parse_analysis_request(found.job.request.text);
  find_scenes(plan, *found.result->scenes, leading_metric(options.candidates.strategies));
  speed_up(plan, end);
  answer_json(response,
              {{"plan", parsed(write_crop_plan(plan))}, {"saved_s", saved_s(describe_scenes(plan, end))}});
}

/// The subjects that the user's boxes became, and the curves of the aspect, as in the document.
ordered_json parts_of(AnalysisDocument steered, std::size_t detected) {
  steered.subjects.erase(steered.subjects.begin(),
                         steered.subjects.begin() + static_cast<std::ptrdiff_t>(detected));
  steered.maps.reset();
  AspectAnalysis& aspect = steered.aspects.front();
  aspect.positions.clear();
  const ordered_json document = parsed(write_analysis(steered));
  ordered_json parts{{"subjects", document.value("subjects", ordered_json::array())}};
  if (aspect.curves) parts["curves"] = document["aspects"][0]["curves"];
  return parts;
}

void answer_steered(const Studio& studio, const httplib::Request& request, httplib::Response& response) {
  const AnalysisJob found = analysis_of(studio, request.matches[1]);
  const SteerRequest wanted = parse_steer_request(request.body);
  if (!found.result->steering)
    throw Conflict(found.job.request.kind != JobKind::tracking
                       ? "following a subject needs an analysis of mode dynamic"
                   : found.result->scenes
                       ? "the video is too long to follow another subject here; use smartcrop crop --follow"
                       : "what this analysis found is no longer in memory; analyze the video again");
  AnalyzeOptions options = parse_analysis_request(found.job.request.text);
  options.measure.threads = studio.options.threads;
  options.aspects = {aspect_of(found.document(), wanted.aspect).aspect};
  options.wishes = wanted.wishes;
  AnalysisDocument steered = steer(found.document(), *found.result->steering, options);
  const CropPlan plan = best_plan(steered, steered.aspects.front());
  ordered_json answer{{"plan", parsed(write_crop_plan(plan))}, {"not_held", shots_not_held(plan)}};
  answer.update(parts_of(std::move(steered), found.document().subjects.size()));
  answer_json(response, answer);
}

CropPlan plan_for(const LibraryVideo& video, const std::string& body) {
  return parse_plan(body, probe(video.path).size);
}

void answer_validation(const LibraryVideo& video, const std::string& body, httplib::Response& response) {
  try {
    plan_for(video, body);
    answer_json(response, {{"valid", true}});
  } catch (const std::invalid_argument& error) {
    answer_json(response, {{"valid", false}, {"error", error.what()}});
  }
}

void answer_export(const LibraryVideo& video, const std::string& body, httplib::Response& response) {
  const ExportRequest wanted = parse_export_request(body);
  const std::string path = std::filesystem::absolute(video.path).lexically_normal().string();
  const Exported exported = export_plan(wanted.plan, wanted.kind.format, path, path);
  const std::string name =
      std::filesystem::path(path).stem().string() + "." + std::string(wanted.kind.extension);
  answer_json(response, {{"name", name}, {"text", exported.text}, {"notes", exported.notes}});
}

}  // namespace

void add_plan_routes(HttpServer& server, Studio& studio) {
  server.route("GET", "/api/v1/jobs/{job}/plan",
               [&](const httplib::Request& request, httplib::Response& response) {
                 answer_made_plan(studio, request, response);
               });
  server.route("POST", "/api/v1/jobs/{job}/scenes",
               [&](const httplib::Request& request, httplib::Response& response) {
                 answer_scenes(studio, request, response);
               });
  server.route("POST", "/api/v1/jobs/{job}/steer",
               [&](const httplib::Request& request, httplib::Response& response) {
                 answer_steered(studio, request, response);
               });
  server.route("GET", "/api/v1/videos/{video}/plan",
               [&](const httplib::Request& request, httplib::Response& response) {
                 const auto plan = studio.plans.find(video_of(studio, request.matches[1]).id);
                 if (!plan) throw NotFound("no plan is saved for this video");
                 response.set_content(write_crop_plan(*plan), "application/json");
               });
  server.route("PUT", "/api/v1/videos/{video}/plan",
               [&](const httplib::Request& request, httplib::Response& response) {
                 const LibraryVideo video = video_of(studio, request.matches[1]);
                 const CropPlan plan = plan_for(video, request.body);
                 studio.plans.save(video.id, plan);
                 response.set_content(write_crop_plan(plan), "application/json");
               });
  server.route("DELETE", "/api/v1/videos/{video}/plan",
               [&](const httplib::Request& request, httplib::Response& response) {
                 studio.plans.remove(video_of(studio, request.matches[1]).id);
                 response.status = 204;
               });
  server.route("POST", "/api/v1/videos/{video}/plan/validate",
               [&](const httplib::Request& request, httplib::Response& response) {
                 answer_validation(video_of(studio, request.matches[1]), request.body, response);
               });
  server.route("POST", "/api/v1/videos/{video}/plan/export",
               [&](const httplib::Request& request, httplib::Response& response) {
                 answer_export(video_of(studio, request.matches[1]), request.body, response);
               });
}

}  // namespace smartcrop::internal
