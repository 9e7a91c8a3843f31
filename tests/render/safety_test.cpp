#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <future>
#include <iterator>
#include <stdexcept>
#include <thread>

#include "render_support.hpp"

namespace smartcrop {
namespace {

using namespace test;  // NOLINT(google-build-using-namespace)
namespace fs = std::filesystem;

std::string contents(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

void write(const std::string& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

/// The first part of a file.
std::string cut_copy(const std::string& source, const std::string& path, double share) {
  const std::string all = contents(source);
  write(path, all.substr(0, static_cast<std::size_t>(static_cast<double>(all.size()) * share)));
  return path;
}

std::string render_error(const std::string& input, const std::string& output,
                         const RenderOptions& options = quick(),
                         const CropPlan& plan = window_plan(kWindow)) {
  return message_of([&] { render(input, plan, output, options); });
}

/// Files of this process cannot grow beyond a size while this lives: a full disk in small.
class SmallDisk {
 public:
  explicit SmallDisk(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit small{bytes, before_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &small);
  }
  ~SmallDisk() {
    setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;

 private:
  rlimit before_{};
  void (*handler_)(int);
};

}  // namespace

BOOST_AUTO_TEST_SUITE(render_safety)

BOOST_AUTO_TEST_CASE(nothing_but_the_output_is_left_and_it_has_ordinary_permissions) {
  TemporaryFolder folder;
  render(small_video(), window_plan(kWindow), folder / "o.mp4", quick());
  BOOST_TEST(folder.names() == std::vector<std::string>{"o.mp4"});
  const mode_t mask = umask(0);
  umask(mask);
  BOOST_TEST((static_cast<unsigned>(fs::status(folder / "o.mp4").permissions()) == (0666U & ~mask)));
}

BOOST_AUTO_TEST_CASE(the_name_is_not_there_before_the_output_is_complete) {
  TemporaryFolder folder;
  RenderOptions options = quick();
  bool was_there = false;
  options.progress = [&](auto, auto) { was_there = was_there || fs::exists(folder / "o.mp4"); };
  render(small_video(), window_plan(kWindow), folder / "o.mp4", options);
  BOOST_TEST(!was_there);
}

BOOST_AUTO_TEST_CASE(an_existing_file_is_not_touched_without_replace) {
  TemporaryFolder folder;
  write(folder / "o.mp4", "precious");
  BOOST_TEST(render_error(small_video(), folder / "o.mp4") == folder / "o.mp4" + ": already exists");
  BOOST_TEST(contents(folder / "o.mp4") == "precious");
  BOOST_TEST(folder.names().size() == 1);
}

BOOST_AUTO_TEST_CASE(an_existing_file_is_replaced_on_request_and_keeps_its_permissions) {
  TemporaryFolder folder;
  write(folder / "o.mp4", "old");
  fs::permissions(folder / "o.mp4", fs::perms::owner_read | fs::perms::owner_write);
  RenderOptions options = quick();
  options.replace = true;
  render(small_video(), window_plan(kWindow), folder / "o.mp4", options);
  check_is_clean(folder / "o.mp4");
  BOOST_TEST(
      (fs::status(folder / "o.mp4").permissions() == (fs::perms::owner_read | fs::perms::owner_write)));
}

BOOST_AUTO_TEST_CASE(a_file_to_replace_stays_as_it_was_when_rendering_fails) {
  TemporaryFolder folder;
  write(folder / "o.mp4", "old");
  RenderOptions options = quick();
  options.replace = true;
  options.encoder_options = {{"x264-params", "no-such-thing"}};
  options.progress = [](auto, auto) { throw std::runtime_error("stop"); };
  BOOST_CHECK_THROW(render(small_video(), window_plan(kWindow), folder / "o.mp4", options),
                    std::runtime_error);
  BOOST_TEST(contents(folder / "o.mp4") == "old");
  BOOST_TEST(folder.names().size() == 1);
}

BOOST_AUTO_TEST_CASE(a_file_that_appears_meanwhile_is_not_destroyed) {
  TemporaryFolder folder;
  RenderOptions options = quick();
  options.progress = [&](auto, auto) { write(folder / "o.mp4", "new"); };
  BOOST_TEST(render_error(small_video(), folder / "o.mp4", options).find("already exists") !=
             std::string::npos);
  BOOST_TEST(contents(folder / "o.mp4") == "new");
  BOOST_TEST(folder.names().size() == 1);
}

BOOST_AUTO_TEST_CASE(the_input_is_never_overwritten_by_whatever_name) {
  TemporaryFolder folder;
  fs::copy_file(small_video(), folder / "in.mp4");
  fs::create_symlink("in.mp4", folder / "link.mp4");
  fs::create_hard_link(folder / "in.mp4", folder / "hard.mp4");
  RenderOptions options = quick();
  options.replace = true;
  for (const char* name : {"in.mp4", "link.mp4", "hard.mp4", "./in.mp4"}) {
    BOOST_TEST(render_error(folder / "in.mp4", folder / name, options).find("is the input itself") !=
               std::string::npos);
  }
  BOOST_TEST(contents(folder / "in.mp4") == contents(small_video()));
}

BOOST_AUTO_TEST_CASE(replacing_through_a_symbolic_link_writes_the_file_it_means) {
  TemporaryFolder folder;
  fs::create_directory(folder / "sub");
  write(folder / "sub/real.mp4", "old");
  fs::create_symlink("sub/real.mp4", folder / "o.mp4");
  BOOST_TEST(render_error(small_video(), folder / "o.mp4").ends_with("already exists"));
  RenderOptions options = quick();
  options.replace = true;
  render(small_video(), window_plan(kWindow), folder / "o.mp4", options);
  BOOST_TEST(fs::is_symlink(folder / "o.mp4"));
  check_is_clean(folder / "sub/real.mp4");
}

BOOST_AUTO_TEST_CASE(directories_devices_and_missing_folders_are_refused) {
  TemporaryFolder folder;
  fs::create_directory(folder / "dir.mp4");
  RenderOptions options = quick();
  options.replace = true;
  BOOST_TEST(render_error(small_video(), folder / "dir.mp4", options).ends_with("is a directory"));
  BOOST_TEST(render_error(small_video(), "/dev/null", options).ends_with("is not a regular file"));
  BOOST_TEST(render_error(small_video(), folder / "no/o.mp4").find("no such folder") != std::string::npos);
  BOOST_TEST(render_error(small_video(), "") == "no output file: the path is empty");
}

BOOST_AUTO_TEST_CASE(a_folder_that_cannot_be_written_is_an_error) {
  if (geteuid() == 0) {
    BOOST_TEST_MESSAGE("root may write everywhere; /proc stands in");
    BOOST_TEST(render_error(small_video(), "/proc/o.mp4").find("cannot be written") != std::string::npos);
    return;
  }
  TemporaryFolder folder;
  fs::permissions(folder.path(), fs::perms::owner_read | fs::perms::owner_exec);
  BOOST_TEST(render_error(small_video(), folder / "o.mp4").find("Permission denied") != std::string::npos);
  fs::permissions(folder.path(), fs::perms::owner_all);
}

BOOST_AUTO_TEST_CASE(a_disk_that_fills_up_is_an_error_that_leaves_nothing) {
  for (const char* name : {"o.mp4", "o.mkv"}) {
    TemporaryFolder folder;
    std::string message;
    {
      const SmallDisk disk(20'000);
      message = render_error(small_video(), folder / name);
    }
    BOOST_TEST(message == folder / name + ": cannot be written: File too large");
    BOOST_TEST(folder.names().empty());
  }
}

BOOST_AUTO_TEST_CASE(a_full_disk_and_canceling_end_the_sound_that_is_made_beside_the_picture) {
  TemporaryFolder folder;
  RenderOptions options = quick();
  options.audio = AudioMode::aac;
  options.threads = 4;
  for (const rlim_t bytes : {4'000, 8'000, 16'000}) {
    const SmallDisk disk(bytes);
    BOOST_TEST(render_error(small_video(), folder / "o.mkv", options) ==
               folder / "o.mkv" + ": cannot be written: File too large");
  }
  for (const std::int64_t frame : {1, 5, 50}) {
    RenderOptions canceled = options;
    canceled.cancellation = {};
    canceled.progress = [&](std::int64_t done, auto) {
      if (done == frame) canceled.cancellation.cancel();
    };
    BOOST_CHECK_THROW(render(small_video(), window_plan(kWindow), folder / "o.mkv", canceled), Canceled);
  }
  BOOST_TEST(folder.names().empty());
}

BOOST_AUTO_TEST_CASE(a_disk_that_fills_up_at_the_very_end_is_an_error_too) {
  TemporaryFolder folder;
  render(small_video(), window_plan(kWindow), folder / "whole.mp4", quick());
  std::string message;
  {
    const SmallDisk disk(fs::file_size(folder / "whole.mp4") - 10);
    message = render_error(small_video(), folder / "o.mp4");
  }
  BOOST_TEST(message.find("cannot be written") != std::string::npos);
  BOOST_TEST(folder.names() == std::vector<std::string>{"whole.mp4"});
}

BOOST_AUTO_TEST_CASE(canceling_leaves_nothing) {
  TemporaryFolder folder;
  RenderOptions options = quick();
  options.progress = [&](std::int64_t done, auto) {
    if (done == 5) options.cancellation.cancel();
  };
  BOOST_CHECK_THROW(render(small_video(), window_plan(kWindow), folder / "o.mp4", options), Canceled);
  BOOST_TEST(folder.names().empty());
}

BOOST_AUTO_TEST_CASE(canceling_before_the_start_or_at_the_last_frame_leaves_nothing) {
  TemporaryFolder folder;
  RenderOptions options = quick();
  options.cancellation.cancel();
  BOOST_CHECK_THROW(render(small_video(), window_plan(kWindow), folder / "o.mp4", options), Canceled);
  RenderOptions late = quick();
  late.progress = [&](std::int64_t done, auto) {
    if (done == 50) late.cancellation.cancel();
  };
  BOOST_CHECK_THROW(render(small_video(), window_plan(kWindow), folder / "o.mp4", late), Canceled);
  BOOST_TEST(folder.names().empty());
}

BOOST_AUTO_TEST_CASE(canceling_ends_waiting_for_input) {
  TemporaryFolder folder;
  const std::string stream = make_media("stalls.ts", {"-i", small_video(), "-c", "copy"});
  const std::string pipe = folder / "pipe.ts";
  BOOST_REQUIRE(mkfifo(pipe.c_str(), 0600) == 0);
  std::signal(SIGPIPE, SIG_IGN);
  std::promise<void> over;
  // Sends a part and then stalls with the pipe open.
  std::thread sender([&, done = over.get_future()] {
    const int descriptor = open(pipe.c_str(), O_WRONLY | O_CLOEXEC);
    const std::string bytes = contents(stream).substr(0, 60'000);
    static_cast<void>(!::write(descriptor, bytes.data(), bytes.size()));
    done.wait();
    close(descriptor);
  });
  RenderOptions options = quick();
  std::thread canceler([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    options.cancellation.cancel();
  });
  BOOST_CHECK_THROW(render(pipe, window_plan(kWindow), folder / "o.mp4", options), Canceled);
  canceler.join();  // that render() ended is the test: the pipe is still open
  over.set_value();
  sender.join();
  BOOST_TEST(folder.names() == std::vector<std::string>{"pipe.ts"});
}

BOOST_AUTO_TEST_CASE(progress_counts_every_frame_up_to_the_total) {
  TemporaryFolder folder;
  RenderOptions options = quick();
  std::vector<std::int64_t> done;
  std::int64_t last_total = 0;
  options.progress = [&](std::int64_t d, std::int64_t total) {
    done.push_back(d);
    last_total = total;
    BOOST_TEST(total == 50);
  };
  render(small_video(), window_plan(kWindow), folder / "o.mp4", options);
  BOOST_TEST(std::is_sorted(done.begin(), done.end()));
  BOOST_TEST(done.back() == 50);
  BOOST_TEST(last_total == 50);
}

BOOST_AUTO_TEST_CASE(a_damaged_source_is_rendered_as_far_as_it_decodes_and_said_to_be_damaged) {
  TemporaryFolder folder;
  const std::string whole =
      make_media("whole-silent.ts", {"-i", small_video(), "-c:v", "libx264", "-g", "12", "-bf", "0", "-an"});
  std::string bytes = contents(whole);
  for (std::size_t i = bytes.size() / 3; i < bytes.size() / 3 + 4000; ++i)
    bytes[i] = static_cast<char>(i * 37);
  write(folder / "damaged.ts", bytes);
  const RenderReport report = render(folder / "damaged.ts", window_plan(kWindow), folder / "o.mp4", quick());
  BOOST_TEST(report.frames > 25);
  BOOST_TEST(report.decoding.errors > 0);
  BOOST_TEST(report.decoding.first_error.has_value());
  BOOST_TEST(has_note(report, "damaged source"));
  check_is_clean(folder / "o.mp4");
}

BOOST_AUTO_TEST_CASE(a_file_cut_off_in_the_middle_gives_what_is_there) {
  TemporaryFolder folder;
  const std::string whole = make_media("whole.mkv", {"-i", small_video(), "-c", "copy"});
  const std::string cut = cut_copy(whole, folder / "cut.mkv", 0.5);
  const RenderReport report = render(cut, window_plan(kWindow), folder / "o.mp4", quick());
  BOOST_TEST(report.frames > 10);
  BOOST_TEST(report.frames < 45);
  check_is_clean(folder / "o.mp4");
}

BOOST_AUTO_TEST_CASE(inputs_that_are_no_video_are_errors_that_name_the_file_and_leave_nothing) {
  TemporaryFolder folder;
  write(folder / "text.mp4", "just words\n");
  write(folder / "empty.mp4", "");
  const std::string sound = make_media("sound.m4a", {"-i", small_video(), "-vn", "-c:a", "copy"});
  for (const std::string& input :
       {folder / "absent.mp4", folder / "text.mp4", folder / "empty.mp4", folder.path().string(), sound}) {
    const std::string message = render_error(input, folder / "o.mp4");
    BOOST_TEST(message.starts_with(input), message);
    BOOST_TEST(message.find('\n') == std::string::npos);
  }
  BOOST_TEST(folder.names().size() == 2);
}

BOOST_AUTO_TEST_CASE(a_plan_for_another_source_size_is_an_error) {
  TemporaryFolder folder;
  const std::string message =
      render_error(small_video(), folder / "o.mp4", quick(), window_plan({0, 0, 100, 100}, {640, 360}));
  BOOST_TEST(message == small_video() + ": the plan is for a source of 640x360, this video is 320x180");
  BOOST_TEST(folder.names().empty());
}

BOOST_AUTO_TEST_CASE(a_plan_with_problems_is_the_callers_mistake) {
  TemporaryFolder folder;
  BOOST_CHECK_THROW(render(small_video(), window_plan({300, 0, 100, 100}), folder / "o.mp4", quick()),
                    std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace smartcrop
