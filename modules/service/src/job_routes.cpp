#include <algorithm>
#include <thread>

#include "studio.hpp"

namespace smartcrop::internal {
namespace {

using nlohmann::ordered_json;
using namespace std::chrono_literals;

/// Shortest time between two events of a job; time without an event after which a comment keeps the
/// connection open.
constexpr std::chrono::milliseconds kEventPause = 40ms, kSilence = 10s;
/// Most event streams at once; each occupies a thread of the server.
constexpr int kMostStreams = 32;

/// Sends a job whenever it changes, until it has ended.
class EventStream {
 public:
  EventStream(Studio& studio, std::string job) : studio_(studio), job_(std::move(job)) {}

  /// False if the client is gone.
  bool send(httplib::DataSink& sink) {
    if (change_ > 0) std::this_thread::sleep_for(kEventPause);
    const std::optional<Job> job = studio_.jobs.wait(job_, change_, kSilence);
    const bool is_new = job && job->change > change_;
    const std::string text =
        is_new ? "event: job\ndata: " +
                     job_json(*job).dump(-1, ' ', false, ordered_json::error_handler_t::replace) + "\n\n"
               : ": still here\n\n";
    if (!sink.write(text.data(), text.size())) return false;
    if (is_new) change_ = job->change;
    if (!job || is_final(job->state) || studio_.jobs.is_closing()) sink.done();
    return true;
  }

 private:
  Studio& studio_;
  std::string job_;
  std::uint64_t change_ = 0;
};

void answer_events(Studio& studio, const std::string& id, httplib::Response& response) {
  job_of(studio, id);
  if (++studio.event_streams > kMostStreams) {
    --studio.event_streams;
    throw TooMany("too many event streams are open");
  }
  const auto stream = std::make_shared<EventStream>(studio, id);
  response.set_chunked_content_provider(
      "text/event-stream", [stream](std::size_t, httplib::DataSink& sink) { return stream->send(sink); },
      [&studio](bool) { --studio.event_streams; });
}

}  // namespace

void add_job_routes(HttpServer& server, Studio& studio) {
  server.route("GET", "/api/v1/jobs", [&](const httplib::Request& request, httplib::Response& response) {
    const std::optional<std::string> video = parse_video_query(request.params);
    ordered_json jobs = ordered_json::array();
    for (const Job& job : studio.jobs.list()) {
      if (!video || job.request.video == *video) jobs.push_back(job_json(job));
    }
    answer_json(response, {{"jobs", std::move(jobs)}});
  });
  server.route("GET", "/api/v1/jobs/{job}",
               [&](const httplib::Request& request, httplib::Response& response) {
                 answer_json(response, job_json(job_of(studio, request.matches[1])));
               });
  server.route("DELETE", "/api/v1/jobs/{job}",
               [&](const httplib::Request& request, httplib::Response& response) {
                 const auto job = studio.jobs.cancel(request.matches[1]);
                 if (!job) throw NotFound("there is no such job");
                 answer_json(response, job_json(*job));
               });
  server.route("GET", "/api/v1/jobs/{job}/events",
               [&](const httplib::Request& request, httplib::Response& response) {
                 answer_events(studio, request.matches[1], response);
               });
}

}  // namespace smartcrop::internal
