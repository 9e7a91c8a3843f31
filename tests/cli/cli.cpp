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

std::string crossing() {
  return make_media(
      "crossing.mp4",
      {"-f", "lavfi", "-i", "color=gray:size=320x180:rate=25:duration=2", "-f", "lavfi", "-i",
       "color=red:size=40x40:rate=25:duration=2", "-filter_complex",
       "[0]noise=alls=6:allf=p[b];[b][1]overlay=x='10+5*n':y=70", "-c:v", "libx264", "-pix_fmt", "yuv420p"});
}

}  // namespace smartcrop::test
