// smartcrop-serve VIDEO_OR_FOLDER: a local web page to choose, adjust and render crops.

#include <spawn.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <thread>

#include "common/app.hpp"
#include "smartcrop/core/error.hpp"
#include "smartcrop/service/access.hpp"
#include "smartcrop/service/service.hpp"

extern char** environ;

namespace smartcrop::app {
namespace {

struct ServeOptions {
  ServiceOptions service;
  bool open = false;
};

po::options_description serve_description(ServeOptions& serve) {
  ServiceOptions& service = serve.service;
  po::options_description description("Serve");
  auto add = description.add_options();
  add("port", value_with_default(service.port)->value_name("N"), "port to listen on; 0 = any free port");
  add("open", po::bool_switch(&serve.open), "open the page in the default browser");
  add("host", po::value(&service.host)->value_name("ADDRESS"),
      "address to listen on (default: this machine only); requests then need the printed token, which the "
      "environment variable SMARTCROP_TOKEN can set");
  add("output-dir", po::value(&service.output_dir)->value_name("DIR"),
      "folder for rendered videos (default: beside each source)");
  return description;
}

/// Starts the default browser without waiting for it.
void open_in_browser(const std::string& url, const CommonOptions& common) {
  std::string program = "xdg-open", address = url;
  char* arguments[] = {program.data(), address.data(), nullptr};
  pid_t process = 0;
  if (posix_spawnp(&process, program.c_str(), nullptr, nullptr, arguments, environ) != 0)
    note(common, "cannot run xdg-open; open the address above in a browser");
}

/// Stops the service when the app is interrupted.
class Watch {
 public:
  explicit Watch(Service& service)
      : thread_([this, &service] {
          using namespace std::chrono_literals;
          while (!is_over_ && !interrupt().is_canceled()) std::this_thread::sleep_for(50ms);
          service.stop();
        }) {}
  ~Watch() {
    is_over_ = true;
    thread_.join();
  }
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;

 private:
  std::atomic<bool> is_over_ = false;
  std::thread thread_;
};

void serve(ServeOptions& options, const CommonOptions& common) {
  ServiceOptions& service_options = options.service;
  if (service_options.root.empty())
    throw UsageError("no video or folder; usage: smartcrop-serve VIDEO_OR_FOLDER");
  service_options.threads = common.threads;
  if (!service_options.host.empty()) {
    const char* const token = std::getenv("SMARTCROP_TOKEN");
    service_options.token = token && *token ? token : random_token();
  }
  Service service(service_options);
  std::cout << service.url() << std::endl;
  note(common, "Press Ctrl-C to stop.");
  if (options.open) open_in_browser(service.url(), common);
  {
    const Watch watch(service);
    service.run();
  }
  interrupt().throw_if_canceled();
}

int main(int argc, char** argv) {
  ServeOptions options;
  App app{
      .name = "smartcrop-serve",
      .summary = "serves a local web page to choose, adjust and render crops",
      .usage = "VIDEO_OR_FOLDER [options]",
      .examples = {"smartcrop-serve talk.mp4 --open          # opens the page in the browser",
                   "smartcrop-serve ~/Videos                 # all videos of a folder",
                   "smartcrop-serve ~/Videos --output-dir ~/Crops --port 9000",
                   "smartcrop-serve ~/Videos --host 0.0.0.0  # reachable from other machines, with a token"},
      .options = po::options_description(),
      .positional = {"root"},
      .arguments = po::options_description()};
  app.options.add(serve_description(options));
  app.arguments.add_options()("root", po::value(&options.service.root));
  return run(argc, argv, app,
             [&](const CommonOptions& common, const po::variables_map&) { serve(options, common); });
}

}  // namespace
}  // namespace smartcrop::app

int main(int argc, char** argv) {
  return smartcrop::app::main(argc, argv);
}
