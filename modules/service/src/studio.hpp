#pragma once

#include <atomic>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "frame_store.hpp"
#include "http.hpp"
#include "smartcrop/service/jobs.hpp"
#include "smartcrop/service/library.hpp"
#include "smartcrop/service/service.hpp"

namespace smartcrop::internal {

/// The saved plan of each video. Thread-safe.
class PlanStore {
 public:
  void save(const std::string& video, const CropPlan& plan);
  std::optional<CropPlan> find(const std::string& video) const;
  void remove(const std::string& video);

 private:
  mutable std::mutex mutex_;
  std::map<std::string, CropPlan> plans_;
};

/// The state shared by all routes.
struct Studio {
  explicit Studio(const ServiceOptions& given)
      : options(given), library(given.root), frames(closing), pictures(kPictureCacheBytes) {}

  ServiceOptions options;
  VideoLibrary library;
  CancellationToken closing;
  FrameStore frames;
  PictureCache pictures;
  PlanStore plans;
  std::atomic<int> event_streams = 0, uploads = 0;
  JobBoard jobs;  // last, so that what its jobs use outlives them

  static constexpr std::size_t kPictureCacheBytes = 6U << 20U;
};

/// Look up what a path names. All throw NotFound; Conflict if the job is of another kind or not done.
LibraryVideo video_of(const Studio& studio, const std::string& id);
Job job_of(const Studio& studio, const std::string& id);
struct AnalysisJob {
  Job job;
  std::shared_ptr<const AnalysisResult> result;
  const AnalysisDocument& document() const { return result->document; }
};
AnalysisJob analysis_of(const Studio& studio, const std::string& id);
/// One aspect ratio of an analysis, none = its first.
const AspectAnalysis& aspect_of(const AnalysisDocument& analysis, std::optional<AspectRatio> aspect);

nlohmann::ordered_json video_json(const LibraryVideo& video);
/// The same and what its headers say. Throws Error.
nlohmann::ordered_json described(const Studio& studio, const LibraryVideo& video);
nlohmann::ordered_json job_json(const Job& job);
nlohmann::ordered_json parsed(const std::string& document);

/// Starts the page's first analysis if there is only one video, while the browser loads the page. Errors are
/// shown when the page asks for the same analysis.
void begin_first_look(Studio& studio);

void add_page_routes(HttpServer& server, Studio& studio);
void add_video_routes(HttpServer& server, Studio& studio);
void add_upload_routes(HttpServer& server, Studio& studio);
void add_platform_routes(HttpServer& server);
void add_picture_routes(HttpServer& server, Studio& studio);
void add_analysis_routes(HttpServer& server, Studio& studio);
void add_plan_routes(HttpServer& server, Studio& studio);
void add_job_routes(HttpServer& server, Studio& studio);
void add_render_routes(HttpServer& server, Studio& studio);

}  // namespace smartcrop::internal
