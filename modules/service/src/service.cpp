#include "smartcrop/service/service.hpp"

#include <condition_variable>
#include <filesystem>
#include <thread>

#include "smartcrop/core/error.hpp"
#include "smartcrop/service/access.hpp"
#include "studio.hpp"

namespace smartcrop {
namespace {

constexpr const char* kLoopback = "127.0.0.1";
constexpr int kLargestPort = 65535;
/// Interval between checks for idle decoders.
constexpr std::chrono::seconds kTidyEvery{2};

}  // namespace

std::vector<std::string> ServiceOptions::problems() const {
  std::vector<std::string> problems;
  if (root.empty()) problems.emplace_back("root: must be a video or a folder, is empty");
  if (port < 0 || port > kLargestPort)
    problems.push_back("port: must be from 0 to 65535, is " + std::to_string(port));
  if (threads < 0) problems.push_back("threads: must be 0 or more, is " + std::to_string(threads));
  if (!host.empty() && token.empty()) problems.emplace_back("token: must not be empty where there is a host");
  return problems;
}

class Service::Impl {
 public:
  explicit Impl(const ServiceOptions& options)
      : studio_(checked(options)), server_(AccessPolicy{options.host, options.token}) {
    internal::add_page_routes(server_, studio_);
    internal::add_video_routes(server_, studio_);
    internal::add_upload_routes(server_, studio_);
    internal::add_picture_routes(server_, studio_);
    internal::add_platform_routes(server_);
    internal::add_analysis_routes(server_, studio_);
    internal::add_plan_routes(server_, studio_);
    internal::add_job_routes(server_, studio_);
    internal::add_render_routes(server_, studio_);
    port_ = server_.bind(options.host.empty() ? kLoopback : options.host, options.port);
    tidying_ = std::thread([this] { tidy(); });
  }

  ~Impl() {
    stop();
    tidying_.join();
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  int port() const { return port_; }
  std::vector<Route> routes() const { return server_.routes(); }
  void run() {
    {
      const std::lock_guard lock(mutex_);
      if (is_stopping_) return;
    }
    server_.serve();
  }

  void stop() {
    {
      const std::lock_guard lock(mutex_);
      is_stopping_ = true;
    }
    stopped_.notify_all();
    studio_.closing.cancel();
    studio_.jobs.close();
    server_.end();
  }

  std::string url() const {
    const ServiceOptions& options = studio_.options;
    std::string name = options.host.empty() ? kLoopback : options.host;
    if (name == "0.0.0.0" || name == "::") name = machine_name();
    if (name.find(':') != std::string::npos) name = "[" + name + "]";
    const std::string token = options.token.empty() ? std::string() : "?token=" + options.token;
    return "http://" + name + ":" + std::to_string(port_) + "/" + token;
  }

 private:
  static const ServiceOptions& checked(const ServiceOptions& options) {
    throw_if_any("service options", options.problems());
    std::error_code error;
    if (!options.output_dir.empty()) std::filesystem::create_directories(options.output_dir, error);
    if (error) throw Error(options.output_dir + ": cannot be made a folder: " + error.message());
    return options;
  }

  void tidy() {
    std::unique_lock lock(mutex_);
    while (!stopped_.wait_for(lock, kTidyEvery, [&] { return is_stopping_; })) {
      lock.unlock();
      studio_.frames.close_idle();
      lock.lock();
    }
  }

  internal::Studio studio_;
  internal::HttpServer server_;
  int port_ = 0;
  std::mutex mutex_;
  std::condition_variable stopped_;
  bool is_stopping_ = false;
  std::thread tidying_;
};

Service::Service(const ServiceOptions& options) : impl_(std::make_unique<Impl>(options)) {}
Service::~Service() = default;

int Service::port() const {
  return impl_->port();
}

std::string Service::url() const {
  return impl_->url();
}

std::vector<Route> Service::routes() const {
  return impl_->routes();
}

void Service::run() {
  impl_->run();
}

void Service::stop() {
  impl_->stop();
}

}  // namespace smartcrop
