#include <boost/test/unit_test.hpp>
#include <map>

#include "reference.hpp"

using namespace smartcrop;
using namespace smartcrop::test;

namespace {

std::string encoded(const std::string& name, const std::vector<std::string>& options) {
  std::vector<std::string> arguments{"-f", "lavfi", "-i", "testsrc2=size=160x90:rate=25:duration=4"};
  arguments.insert(arguments.end(), options.begin(), options.end());
  return make_media(name, arguments);
}

std::string indexed_mp4() {
  return encoded("seek.mp4", {"-c:v", "libx264", "-bf", "3", "-g", "20", "-pix_fmt", "yuv420p"});
}
std::string open_gop_mp4() {
  return encoded("open-gop.mp4", {"-c:v", "libx264", "-bf", "3", "-g", "20", "-x264-params",
                                  "open-gop=1:scenecut=0:b-adapt=0", "-pix_fmt", "yuv420p"});
}
std::string open_gop_hevc() {
  return encoded(
      "open-gop-hevc.mp4",
      {"-c:v", "libx265", "-x265-params",
       "log-level=none:keyint=20:min-keyint=20:open-gop=1:bframes=3:scenecut=0", "-pix_fmt", "yuv420p"});
}
std::string matroska() {
  return encoded("seek.mkv", {"-c:v", "libx264", "-bf", "3", "-g", "20", "-output_ts_offset", "3", "-pix_fmt",
                              "yuv420p"});
}
std::string webm() {
  return encoded("seek.webm", {"-c:v", "libvpx-vp9", "-g", "20", "-deadline", "realtime", "-cpu-used", "8"});
}
std::string avi() {
  return encoded("seek.avi", {"-c:v", "mpeg4", "-bf", "0", "-g", "20"});
}
std::string transport() {
  return encoded("seek.ts", {"-c:v", "libx264", "-bf", "3", "-g", "20", "-pix_fmt", "yuv420p"});
}
std::string program_stream() {
  return encoded("seek.mpg", {"-c:v", "mpeg2video", "-bf", "2", "-g", "10"});
}

struct Known {
  std::vector<Time> times;
  std::vector<std::string> pixels;
  std::vector<Time> keys;
};

Known read_all(const std::string& path) {
  Known known;
  const auto source = open_file(path, {.threads = 1});
  for (Frame frame; source->read(frame);) {
    known.times.push_back(frame.time);
    known.pixels.push_back(pixels_of(frame));
    if (frame.is_key) known.keys.push_back(frame.time);
  }
  return known;
}

/// Seeks to `time` and compares `count` frames with those of a reading from the start.
void check_landing(FrameSource& source, const Known& known, Time time, int count, bool announce) {
  BOOST_TEST_CONTEXT("seek to " << to_string(time) << (announce ? ", announced" : "")) {
    BOOST_REQUIRE(source.seek(time));
    if (announce) source.expect(count);
    const auto after = std::ranges::upper_bound(known.keys, time);
    const Time key = after == known.keys.begin() ? known.keys.front() : *(after - 1);
    auto at = static_cast<std::size_t>(std::ranges::lower_bound(known.times, key) - known.times.begin());
    Frame frame;
    for (int i = 0; i < count && at < known.times.size(); ++i, ++at) {
      BOOST_REQUIRE(source.read(frame));
      BOOST_TEST((frame.time == known.times[at]),
                 "time " << to_string(frame.time) << " not " << to_string(known.times[at]));
      BOOST_TEST(frame.index.value == static_cast<std::int64_t>(at));
      BOOST_TEST(frame.is_key == (frame.time == key));
      BOOST_TEST(same_bytes(pixels_of(frame), known.pixels[at]), "pixels of frame " << at << " differ");
    }
  }
}

void check_all_landings(const std::string& path) {
  BOOST_TEST_CONTEXT(path) {
    const Known known = read_all(path);
    BOOST_REQUIRE(known.keys.size() >= 4u);
    for (const int threads : {1, 2}) {
      const auto source = open_file(path, {.threads = threads});
      for (const bool announce : {false, true}) {
        for (const Time key : known.keys) {
          check_landing(*source, known, key, 4, announce);
          check_landing(*source, known, key + Time{Rational(1, 10)}, 2, announce);
        }
        check_landing(*source, known, Time{Rational(1000)}, 3, announce);
        check_landing(*source, known, Time{}, 3, announce);
      }
    }
  }
}

void check_key_frames(const std::string& path) {
  BOOST_TEST_CONTEXT(path) {
    const Known known = read_all(path);
    const auto source = open_file(path);
    Frame frame;
    BOOST_REQUIRE(source->read(frame));
    BOOST_TEST((source->key_frames() == known.keys));
    BOOST_REQUIRE(source->read(frame));  // asking did not move the source
    BOOST_TEST(frame.index.value == 1);
    BOOST_TEST((source->clone()->key_frames() == known.keys));
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(video)

BOOST_AUTO_TEST_CASE(seeking_in_mp4_lands_on_the_key_frame_before) {
  check_all_landings(indexed_mp4());
}
BOOST_AUTO_TEST_CASE(seeking_in_open_groups_of_h264_drops_what_leads_the_key_frame) {
  check_all_landings(open_gop_mp4());
}
BOOST_AUTO_TEST_CASE(seeking_in_open_groups_of_hevc_drops_what_leads_the_key_frame) {
  check_all_landings(open_gop_hevc());
}
BOOST_AUTO_TEST_CASE(seeking_in_matroska_lands_on_the_key_frame_before) {
  check_all_landings(matroska());
}
BOOST_AUTO_TEST_CASE(seeking_in_webm_lands_on_the_key_frame_before) {
  check_all_landings(webm());
}
BOOST_AUTO_TEST_CASE(seeking_in_avi_lands_on_the_key_frame_before) {
  check_all_landings(avi());
}
BOOST_AUTO_TEST_CASE(seeking_in_a_transport_stream_finds_key_frames_without_an_index) {
  check_all_landings(transport());
}
BOOST_AUTO_TEST_CASE(seeking_in_a_program_stream_finds_key_frames_without_an_index) {
  check_all_landings(program_stream());
}

BOOST_AUTO_TEST_CASE(key_frames_of_mp4_are_told_by_their_displayed_times) {
  check_key_frames(indexed_mp4());
}
BOOST_AUTO_TEST_CASE(key_frames_of_open_groups_are_told_by_their_displayed_times) {
  check_key_frames(open_gop_mp4());
  check_key_frames(open_gop_hevc());
}
BOOST_AUTO_TEST_CASE(key_frames_of_matroska_come_from_its_cues) {
  check_key_frames(matroska());
  check_key_frames(webm());
}
BOOST_AUTO_TEST_CASE(key_frames_of_avi_come_from_its_index) {
  check_key_frames(avi());
}

BOOST_AUTO_TEST_CASE(streams_without_an_index_tell_no_key_frames) {
  const std::string raw = encoded("seek.h264", {"-c:v", "libx264", "-g", "20", "-pix_fmt", "yuv420p"});
  BOOST_TEST(open_file(transport())->key_frames().empty());
  BOOST_TEST(open_file(program_stream())->key_frames().empty());
  BOOST_TEST(open_file(raw)->key_frames().empty());
}

BOOST_AUTO_TEST_CASE(a_fragmented_file_whose_index_covers_only_a_part_tells_no_key_frames) {
  const std::string path =
      encoded("fragmented.mp4", {"-c:v", "libx264", "-g", "20", "-pix_fmt", "yuv420p", "-movflags",
                                 "frag_keyframe+empty_moov+default_base_moof"});
  const auto source = open_file(path);
  const std::vector<Time> keys = source->key_frames();
  const Known known = read_all(path);
  BOOST_TEST((keys.empty() || keys == known.keys));
  BOOST_REQUIRE(source->seek(Time{Rational(2)}));
  Frame frame;
  BOOST_REQUIRE(source->read(frame));
  BOOST_TEST(frame.is_key);
  BOOST_TEST((frame.time <= Time{Rational(2)}));
}

BOOST_AUTO_TEST_CASE(a_raw_stream_seeks_to_its_start_only) {
  const std::string raw = encoded("seek.h264", {"-c:v", "libx264", "-g", "20", "-pix_fmt", "yuv420p"});
  const auto source = open_file(raw);
  Frame frame;
  for (int i = 0; i < 3; ++i) BOOST_REQUIRE(source->read(frame));
  BOOST_TEST(!source->seek(Time{Rational(2)}));
  BOOST_REQUIRE(source->read(frame));
  BOOST_TEST(frame.index.value == 3);  // unchanged
  BOOST_TEST(source->seek(Time{}));
  BOOST_TEST(same_bytes(pixels_of(*source), pixels_of(*open_file(raw))));
}

BOOST_AUTO_TEST_CASE(every_kind_of_file_reads_the_same_again_after_going_back_to_the_start) {
  for (const std::string& path :
       {indexed_mp4(), open_gop_mp4(), matroska(), webm(), avi(), transport(), program_stream()}) {
    BOOST_TEST_CONTEXT(path) {
      const auto source = open_file(path);
      const std::string first = pixels_of(*source);
      BOOST_REQUIRE(source->seek(Time{}));
      Frame frame;
      BOOST_REQUIRE(source->read(frame));
      BOOST_TEST(frame.index.value == 0);
      BOOST_REQUIRE(source->seek(Time{}));
      BOOST_TEST(same_bytes(pixels_of(*source), first));
    }
  }
}

BOOST_AUTO_TEST_CASE(reading_on_past_the_announced_frames_gives_the_frames_that_follow) {
  const Known known = read_all(indexed_mp4());
  for (const int announced : {1, 2, 5, 1000}) {
    BOOST_TEST_CONTEXT("announced " << announced) {
      const auto source = open_file(indexed_mp4());
      BOOST_REQUIRE(source->seek(known.keys[2]));
      source->expect(announced);
      auto at = static_cast<std::size_t>(std::ranges::find(known.times, known.keys[2]) - known.times.begin());
      Frame frame;
      for (; source->read(frame); ++at) {
        BOOST_REQUIRE(at < known.times.size());
        BOOST_TEST((frame.time == known.times[at]));
        BOOST_TEST(frame.index.value == static_cast<std::int64_t>(at));
        BOOST_TEST(same_bytes(pixels_of(frame), known.pixels[at]));
      }
      BOOST_TEST(at == known.times.size());
    }
  }
}

BOOST_AUTO_TEST_CASE(hurrying_to_a_moment_leaves_frames_out_but_not_the_one_shown_then) {
  for (const std::string& video : {indexed_mp4(), open_gop_hevc(), matroska(), webm(), avi(), transport()}) {
    const Known known = read_all(video);
    const auto source = open_file(video);
    std::size_t given = 0, usual = 0;
    for (std::size_t i = 3; i < known.times.size(); i += 7) {
      BOOST_REQUIRE(source->seek(known.times[i]));
      source->hurry_to(known.times[i]);
      Frame frame;
      do {
        BOOST_REQUIRE(source->read(frame));
        ++given;
      } while (frame.time < known.times[i]);
      BOOST_TEST((frame.time == known.times[i]), video);
      BOOST_TEST(same_bytes(pixels_of(frame), known.pixels[i]), video << " frame " << i);
      const auto key = std::ranges::upper_bound(known.keys, known.times[i]) - 1;
      usual += i + 1 - static_cast<std::size_t>(std::ranges::find(known.times, *key) - known.times.begin());
    }
    BOOST_TEST(given <= usual);
    if (video == indexed_mp4()) BOOST_TEST(given < usual * 3 / 4);
  }
}

BOOST_AUTO_TEST_CASE(announcing_works_from_the_start_without_a_seek) {
  const Known known = read_all(indexed_mp4());
  const auto source = open_file(indexed_mp4());
  source->expect(3);
  Frame frame;
  for (std::size_t i = 0; i < 8; ++i) {
    BOOST_REQUIRE(source->read(frame));
    BOOST_TEST((frame.time == known.times[i]));
  }
}

BOOST_AUTO_TEST_CASE(seeking_into_an_edit_list_starts_with_the_first_displayed_frame) {
  const std::string path =
      make_media("edit-list-long.mp4", {"-ss", "1.3", "-i", indexed_mp4(), "-c", "copy"});
  const Known known = read_all(path);
  const auto source = open_file(path);
  const std::vector<Time> keys = source->key_frames();
  BOOST_REQUIRE(!keys.empty());
  BOOST_TEST((keys.front() == Time{}));
  Frame frame;
  for (const Time key : keys) {
    BOOST_REQUIRE(source->seek(key));
    BOOST_REQUIRE(source->read(frame));
    BOOST_TEST((frame.time == key), to_string(frame.time) << " not " << to_string(key));
  }
}

BOOST_AUTO_TEST_SUITE_END()
