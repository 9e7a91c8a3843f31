// Requests of the service: any query, body or header is taken or refused with an exception of ours, and what
// is taken is within its bounds.

#include <cstdint>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <string_view>

#include "smartcrop/service/access.hpp"
#include "smartcrop/service/requests.hpp"

namespace {

using namespace smartcrop;

void require(bool is_met) {
  if (!is_met) std::abort();
}

template <class Use>
void try_to(const Use& use) {
  try {
    use();
  } catch (const std::invalid_argument&) {  // the request's fault
  }
}

/// `name=value&name=value`, as it is once decoded.
Query query_of(std::string_view text) {
  Query query;
  while (!text.empty()) {
    const std::string_view pair = text.substr(0, text.find('&'));
    text.remove_prefix(std::min(pair.size() + 1, text.size()));
    const std::size_t equals = std::min(pair.find('='), pair.size());
    query.emplace(pair.substr(0, equals), pair.substr(std::min(equals + 1, pair.size())));
  }
  return query;
}

void check(const PictureQuery& picture) {
  require(picture.width >= kSmallestPicture_px && picture.width <= kLargestPicture_px);
  require(!picture.time || *picture.time >= Time{});
  require(!picture.crop || (picture.crop->w >= 1 && picture.crop->h >= 1 && picture.crop->x >= 0));
}

void try_queries(const Query& query) {
  try_to([&] { check(parse_picture_query(query)); });
  try_to([&] { check(parse_preview_query(query)); });
  try_to([&] {
    const HeatMapQuery heat_map = parse_heat_map_query(query);
    check(heat_map.picture);
    require(heat_map.metric < kWindowMetricCount);
  });
  try_to([&] {
    const PlanQuery plan = parse_plan_query(query);
    require(!plan.candidate || (*plan.candidate >= 1 && *plan.candidate <= kMostCandidates));
    require(plan.size.empty() ||
            (plan.size.width <= kLargestOutput_px && plan.size.height <= kLargestOutput_px));
  });
  try_to([&] { parse_aspect_query(query); });
  try_to([&] { parse_video_query(query); });
  try_to([&] { require(parse_output_query(query) >= 1); });
  try_to([&] {
    const std::string name = parse_upload_query(query);
    require(!name.starts_with('.') && name.find('/') == std::string::npos && name.size() <= kLongestName);
  });
}

void try_bodies(std::string_view body) {
  try_to([&] {
    const AnalyzeOptions options = parse_analysis_request(body);
    require(options.problems().empty() && options.aspects.size() <= kMostAspects);
    require(options.measure.sampling.samples <= kMostSamples);
  });
  try_to([&] {
    const RenderRequest request = parse_render_request(body);
    require(!request.plans.empty() && request.plans.size() <= kMostOutputs);
    for (const CropPlan& plan : request.plans) require(plan.problems().empty());
    require(request.options.problems().empty() && !request.options.replace);
  });
  try_to([&] { require(parse_plan(body).problems().empty()); });
}

/// Whatever the headers say, a name of another machine is not answered, and no other site changes anything.
void try_headers(const std::string& text) {
  RequestOrigin request;
  request.host = text;
  if (access_of({}, request) == Access::granted) {
    const std::string name = host_name(text);
    require(name == "localhost" || name == "::1" || name.starts_with("127."));
  }
  request = {};
  request.method = "POST";
  request.host = "127.0.0.1:8765";
  request.origin = text;
  if (access_of({}, request) == Access::granted) require(text.empty() || text.ends_with("://127.0.0.1:8765"));
  request.origin.clear();
  request.cookie = request.authorization = text;
  if (access_of({"studio", "token"}, request) == Access::granted)
    require(text.find("token") != std::string::npos);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  try_queries(query_of(text));
  try_bodies(text);
  try_headers(text);
  return 0;
}
