#include "smartcrop/core/platform.hpp"
#include "studio.hpp"

namespace smartcrop::internal {

void add_platform_routes(HttpServer& server) {
  server.route("GET", "/api/v1/platforms", [](const httplib::Request&, httplib::Response& response) {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const Platform& platform : platforms()) {
      const SafeZone& zone = platform.safe_zone;
      list.push_back(
          {{"name", platform.name},
           {"title", platform.title},
           {"aspect", to_string(platform.aspect)},
           {"width", platform.size.width},
           {"height", platform.size.height},
           {"safe_zone",
            {{"left", zone.left}, {"top", zone.top}, {"right", zone.right}, {"bottom", zone.bottom}}}});
    }
    answer_json(response, {{"platforms", std::move(list)}});
  });
}

}  // namespace smartcrop::internal
