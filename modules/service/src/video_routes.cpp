#include "smartcrop/core/version.hpp"
#include "studio.hpp"

namespace smartcrop::internal {

using nlohmann::ordered_json;

ordered_json video_json(const LibraryVideo& video) {
  return {{"id", video.id}, {"name", video.name}, {"bytes", video.bytes}};
}

ordered_json described(const Studio& studio, const LibraryVideo& video) {
  const VideoInfo info = probe(video.path);
  ordered_json json = video_json(video);
  json.update({{"width", info.size.width},
               {"height", info.size.height},
               {"pixel_aspect", info.pixel_aspect.value()},
               {"fps", info.frame_rate.value()},
               {"duration_s", nullptr},
               {"codec", info.codec},
               {"container", info.container},
               {"audio_streams", info.audio_streams},
               {"has_plan", studio.plans.find(video.id).has_value()}});
  if (info.duration) json["duration_s"] = info.duration->value();
  return json;
}

void add_video_routes(HttpServer& server, Studio& studio) {
  server.route("GET", "/api/v1/videos", [&](const httplib::Request&, httplib::Response& response) {
    const VideoLibrary::Listing listing = studio.library.list();
    ordered_json videos = ordered_json::array();
    for (const LibraryVideo& video : listing.videos) videos.push_back(video_json(video));
    answer_json(response, {{"library", studio.library.name()},
                           {"version", version()},
                           {"videos", std::move(videos)},
                           {"complete", listing.is_complete},
                           {"uploads", studio.library.folder_to_add_to().has_value()}});
  });
  server.route("GET", "/api/v1/videos/{video}",
               [&](const httplib::Request& request, httplib::Response& response) {
                 answer_json(response, described(studio, video_of(studio, request.matches[1])));
               });
  server.route("GET", "/api/v1/videos/{video}/file",
               [&](const httplib::Request& request, httplib::Response& response) {
                 const LibraryVideo video = video_of(studio, request.matches[1]);
                 answer_file(response, video.path, video_mime_type(video.name));
               });
}

}  // namespace smartcrop::internal
