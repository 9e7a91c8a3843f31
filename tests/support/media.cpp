#include "support/media.hpp"

#include <unistd.h>

#include <algorithm>
#include <stdexcept>

#include "support/process.hpp"

namespace smartcrop::test {

namespace fs = std::filesystem;

TemporaryFolder::TemporaryFolder() {
  std::string pattern = (fs::temp_directory_path() / "smartcrop-test-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("cannot make a temporary folder");
  path_ = pattern;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

std::vector<std::string> TemporaryFolder::names() const {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(path_)) names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

std::string make_media(const std::string& name, const std::vector<std::string>& arguments) {
  std::string recipe;
  for (const std::string& argument : arguments) recipe += argument + '\n';
  const fs::path folder =
      fs::path(SMARTCROP_TEST_BINARY_DIR) / "test-media" / std::to_string(std::hash<std::string>()(recipe));
  fs::create_directories(folder);
  const fs::path path = folder / name;
  if (fs::exists(path)) return path.string();
  const fs::path unfinished = folder / (std::to_string(getpid()) + "-" + name);
  std::vector<std::string> command{"ffmpeg", "-v", "error", "-nostdin", "-y"};
  command.insert(command.end(), arguments.begin(), arguments.end());
  command.push_back(unfinished.string());
  const ProcessResult result = run(command);
  if (result.exit_code != 0) throw std::runtime_error("ffmpeg could not make " + name + ": " + result.err);
  fs::rename(unfinished, path);
  return path.string();
}

std::string small_video() {
  return make_media("small.mp4", {"-f",       "lavfi",   "-i",   "testsrc2=size=320x180:rate=25:duration=2",
                                  "-f",       "lavfi",   "-i",   "sine=frequency=440:duration=2",
                                  "-ac",      "2",       "-c:v", "libx264",
                                  "-g",       "12",      "-bf",  "3",
                                  "-pix_fmt", "yuv420p", "-c:a", "aac",
                                  "-shortest"});
}

}  // namespace smartcrop::test
