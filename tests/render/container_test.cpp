// What FFmpeg's muxers carry, render() carries, or what it says of it is true.
#include <map>

#include "render/render_support.hpp"

namespace smartcrop::test {
namespace {

struct Container {
  const char* extension;
  const char* encoder;  // ffmpeg's, for a picture that the container takes
};

constexpr std::array kContainers{
    Container{"mp4", "mpeg4"},     Container{"mov", "mpeg4"},      Container{"mkv", "mpeg4"},
    Container{"webm", "libvpx"},   Container{"avi", "mpeg4"},      Container{"mpg", "mpeg2video"},
    Container{"ts", "mpeg2video"}, Container{"mxf", "mpeg2video"}, Container{"flv", "flv"},
    Container{"gif", "gif"},       Container{"3gp", "mpeg4"},      Container{"ogv", "libtheora"},
    Container{"wmv", "wmv2"}};

constexpr std::array kSounds{"aac",  "libmp3lame", "mp2",       "ac3",       "eac3",
                             "flac", "libopus",    "libvorbis", "pcm_s16le", "pcm_s16be"};

/// A picture, and a sound of each codec, each at its own frequency.
std::string all_sounds() {
  std::vector<std::string> words{"-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25:duration=1"};
  std::vector<std::string> maps{"-map", "0:v", "-c:v", "ffv1"};
  for (std::size_t i = 0; i < kSounds.size(); ++i) {
    const std::string number = std::to_string(i + 1);
    words.insert(words.end(),
                 {"-f", "lavfi", "-i",
                  "sine=sample_rate=48000:duration=1:frequency=" + std::to_string(300 + 100 * i)});
    maps.insert(maps.end(), {"-map", number + ":a", "-c:a:" + std::to_string(i), kSounds[i]});
  }
  words.insert(words.end(), maps.begin(), maps.end());
  words.insert(words.end(), {"-ac", "2", "-strict", "-2"});
  return make_media("all-sounds.mkv", words);
}

bool is_audible(const std::string& path, std::size_t sound) {
  const ProcessResult heard = run({"ffmpeg", "-v", "error", "-nostdin", "-xerror", "-i", path, "-map",
                                   "0:a:" + std::to_string(sound), "-f", "null", "-"});
  return heard.exit_code == 0;
}

/// The codec that ffmpeg finds in a file where ffmpeg has copied sound `index`; empty if it cannot.
std::string copied_by_ffmpeg(std::size_t index, const Container& container, const TemporaryFolder& folder) {
  // QuickTime has no Vorbis; ffmpeg writes it under a tag of AVI's, which only ffmpeg reads.
  if (std::string(container.extension) == "mov" && std::string(kSounds[index]) == "libvorbis") return {};
  const std::string path = folder / "ffmpeg." + container.extension;
  const ProcessResult made =
      run({"ffmpeg", "-v", "error", "-nostdin", "-y", "-i", all_sounds(), "-map", "0:v", "-map",
           "0:a:" + std::to_string(index), "-c:v", container.encoder, "-pix_fmt",
           std::string(container.extension) == "gif" ? "rgb8" : "yuv420p", "-c:a", "copy", path});
  if (made.exit_code != 0) return {};
  return is_audible(path, 0) ? entry(path, "a:0", "codec_name") : std::string();
}

/// Codecs of the sounds, in order. ffprobe lists streams of a program twice.
std::vector<std::string> sounds_in(const std::string& path) {
  std::map<int, std::string> codecs;
  for (const std::string& line : entries(path, "a", "stream=index,codec_name")) {
    const std::size_t comma = line.find(',');
    codecs[std::stoi(line.substr(0, comma))] = line.substr(comma + 1);
  }
  std::vector<std::string> names;
  for (const auto& [index, name] : codecs) names.push_back(name);
  return names;
}

bool is_told(const RenderReport& report, std::size_t sound) {
  return has_note(report, "audio stream " + std::to_string(sound + 1) + " ");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(render_containers)

BOOST_AUTO_TEST_CASE(sounds_that_ffmpeg_copies_are_copied_and_all_others_are_told) {
  const std::vector<std::string> codecs = sounds_in(all_sounds());
  for (const Container& container : kContainers) {
    BOOST_TEST_CONTEXT(container.extension) {
      const TemporaryFolder folder;
      const std::string output = folder / "o." + container.extension;
      const RenderReport report = render(all_sounds(), window_plan(kWindow), output);
      const std::vector<std::string> found = sounds_in(output);
      std::size_t next = 0;
      for (std::size_t i = 0; i < kSounds.size(); ++i) {
        const bool is_left_out =
            is_told(report, i) &&
            has_note(report, "audio stream " + std::to_string(i + 1) + " (" + codecs[i] + ") left out");
        const std::string copied = copied_by_ffmpeg(i, container, folder);
        BOOST_TEST_CONTEXT(kSounds[i] << ", by ffmpeg: " << copied) {
          if (is_left_out) {
            // Only where there is no room for a further one.
            BOOST_TEST((copied.empty() || next > 0));
            continue;
          }
          BOOST_REQUIRE(next < found.size());
          if (copied.empty()) {
            // What ffmpeg could not copy is encoded anew, or at least it can be heard.
            BOOST_TEST((is_told(report, i) || is_audible(output, next)));
          } else {
            BOOST_TEST(found[next] == copied);
            BOOST_TEST(!is_told(report, i));
          }
          ++next;
        }
      }
      BOOST_TEST(next == found.size());
      BOOST_TEST(static_cast<int>(next) == report.audio_streams);
    }
  }
}

BOOST_AUTO_TEST_CASE(the_default_encoder_is_kept_where_ffmpeg_can_write_it) {
  for (const Container& container : kContainers) {
    BOOST_TEST_CONTEXT(container.extension) {
      const TemporaryFolder folder;
      const RenderReport report =
          render(small_video(), window_plan(kWindow), folder / "o." + container.extension, quick());
      const bool is_h264 = entry(folder / "o." + container.extension, "v:0", "codec_name") == "h264";
      BOOST_TEST(is_h264 != has_note(report, "cannot hold h264"));
      const std::string extension = container.extension;
      const bool cannot =
          extension == "webm" || extension == "ogv" || extension == "gif" || extension == "mpg";
      BOOST_TEST(is_h264 == !cannot);
    }
  }
}

BOOST_AUTO_TEST_CASE(all_tracks_of_a_broadcast_file_come_along_in_order) {
  std::vector<std::string> words{"-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25:duration=1"};
  for (int i = 0; i < 4; ++i)
    words.insert(words.end(),
                 {"-f", "lavfi", "-i",
                  "sine=sample_rate=48000:duration=1:frequency=" + std::to_string(300 + 100 * i)});
  words.insert(words.end(), {"-map", "0", "-map", "1", "-map", "2", "-map", "3", "-map", "4", "-c:v",
                             "mpeg2video", "-c:a", "pcm_s16le", "-ac", "1"});
  const std::string source = make_media("four.mxf", words);
  for (const char* name : {"o.mxf", "o.mov", "o.mkv"}) {
    const TemporaryFolder folder;
    BOOST_TEST(render(source, window_plan(kWindow), folder / name, quick()).audio_streams == 4);
    for (int i = 0; i < 4; ++i) {
      const std::string track = "0:a:" + std::to_string(i);
      BOOST_TEST(audio_sum(folder / name, track) == audio_sum(source, track));
    }
  }
}

BOOST_AUTO_TEST_CASE(sound_at_another_rate_is_made_to_fit_mxf) {
  const TemporaryFolder folder;
  const std::string source =
      make_media("rate.mov", {"-i", small_video(), "-c:v", "copy", "-c:a", "pcm_s16le", "-ar", "44100"});
  const RenderReport report = render(source, window_plan(kWindow), folder / "o.mxf", quick());
  BOOST_TEST(entry(folder / "o.mxf", "a:0", "sample_rate") == "48000");
  BOOST_TEST(has_note(report, "audio stream 1 (pcm_s16le) encoded anew as pcm_s16le"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace smartcrop::test
