#include "cli/cli.hpp"

#include <fstream>
#include <sstream>

namespace smartcrop::test {

std::string file_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

void write_file(const std::string& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

std::string ffprobe(const std::string& path, const std::string& select, const std::string& entries) {
  return run({"ffprobe", "-v", "error", "-select_streams", select, "-show_entries", entries, "-of", "csv=p=0",
              path})
      .out;
}

std::string stream_md5(const std::string& path, const std::string& select) {
  return run({"ffmpeg", "-v", "error", "-nostdin", "-i", path, "-map", "0:" + select, "-c", "copy", "-f",
              "md5", "-"})
      .out;
}

}  // namespace smartcrop::test
