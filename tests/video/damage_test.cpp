#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>

#include "reference.hpp"
#include "smartcrop/core/error.hpp"
#include "support/skip.hpp"

using namespace smartcrop;
using namespace smartcrop::test;

namespace {

std::string bytes_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string written(const TemporaryFolder& folder, const std::string& name, const std::string& bytes) {
  std::ofstream(folder / name, std::ios::binary) << bytes;
  return folder / name;
}

std::string index_first() {
  return make_media("index-first.mp4",
                    {"-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25:duration=4", "-c:v", "libx264",
                     "-bf", "2", "-g", "25", "-pix_fmt", "yuv420p", "-movflags", "+faststart"});
}

std::string same_in(const std::string& extension) {
  return make_media("whole." + extension, {"-i", index_first(), "-c", "copy"});
}

}  // namespace

BOOST_AUTO_TEST_SUITE(video)

BOOST_AUTO_TEST_CASE(a_file_that_was_cut_off_gives_what_decodes_and_says_where_it_ends) {
  const TemporaryFolder folder;
  const std::string whole = bytes_of(index_first());
  const std::string path = written(folder, "cut.mp4", whole.substr(0, whole.size() * 6 / 10));
  const auto source = open_file(path);
  const std::vector<Time> times = times_of(*source);
  BOOST_TEST(times.size() > 40u);
  BOOST_TEST(times.size() < 90u);
  const DecodeReport report = source->report();
  BOOST_TEST(report.errors > 0);
  BOOST_REQUIRE(report.first_error.has_value());
  BOOST_TEST((*report.first_error <= times.back()));
  BOOST_TEST(!report.first_message.empty());
}

BOOST_AUTO_TEST_CASE(other_containers_cut_off_give_what_decodes_too) {
  const TemporaryFolder folder;
  for (const std::string extension : {"mkv", "ts", "avi", "flv"}) {
    BOOST_TEST_CONTEXT(extension) {
      const std::string whole = bytes_of(same_in(extension));
      const std::string path = written(folder, "cut." + extension, whole.substr(0, whole.size() * 6 / 10));
      const std::size_t frames = times_of(*open_file(path)).size();
      BOOST_TEST(frames > 40u);
      BOOST_TEST(frames < 90u);
    }
  }
}

BOOST_AUTO_TEST_CASE(damage_in_the_middle_is_survived_counted_and_placed) {
  const TemporaryFolder folder;
  std::string bytes = bytes_of(index_first());
  const std::size_t middle = bytes.size() / 2;
  for (std::size_t i = 0; i < 3000; ++i) bytes[middle + i] = static_cast<char>(i * 37);
  const auto source = open_file(written(folder, "damaged.mp4", bytes));
  const std::vector<Time> times = times_of(*source);
  BOOST_TEST(times.size() > 80u);
  BOOST_TEST(std::ranges::is_sorted(times, std::ranges::less_equal{}));
  const DecodeReport report = source->report();
  BOOST_TEST(report.errors > 0);
  BOOST_REQUIRE(report.first_error.has_value());
  BOOST_TEST((Time{Rational(1)} <= *report.first_error && *report.first_error <= Time{Rational(3)}));
}

BOOST_AUTO_TEST_CASE(the_frames_before_the_damage_are_those_of_the_whole_file) {
  const TemporaryFolder folder;
  const std::string whole = bytes_of(index_first());
  const std::string path = written(folder, "cut.mp4", whole.substr(0, whole.size() * 6 / 10));
  const std::string all = pixels_of(*open_file(index_first()));
  const std::string some = pixels_of(*open_file(path));
  constexpr std::size_t kSurelyWhole = 30 * 320 * 180 * 3 / 2;
  BOOST_TEST(same_bytes(some.substr(0, kSurelyWhole), all.substr(0, kSurelyWhole)));
}

BOOST_AUTO_TEST_CASE(a_file_in_which_nothing_decodes_is_an_error) {
  const TemporaryFolder folder;
  std::string bytes = bytes_of(index_first());
  const std::size_t data = bytes.find("mdat") + 4;
  std::fill(bytes.begin() + static_cast<std::ptrdiff_t>(data), bytes.end(), '\x5a');
  const std::string path = written(folder, "rubbish.mp4", bytes);
  const std::string message = thrown<Error>([&] {
    const auto source = open_file(path);
    Frame frame;
    while (source->read(frame)) {
    }
  });
  BOOST_TEST(contains(message, path));
  BOOST_TEST(contains(message, "no picture could be decoded"), message);
}

/// A Matroska file whose pictures begin at `first` ticks and, in a second copy, at `second`.
std::string matroska_from(std::int64_t first, std::int64_t second) {
  const std::string whole = bytes_of(make_media(
      "tiny.mkv", {"-f", "lavfi", "-i", "testsrc2=size=32x32:rate=5:duration=1", "-c:v", "mpeg4", "-an"}));
  constexpr std::string_view kSegment = "\x18\x53\x80\x67", kCluster = "\x1f\x43\xb6\x75";
  const std::string unknown_size = "\x01" + std::string(7, '\xff');
  const auto with_time = [&](const std::string& cluster, std::int64_t ticks) {
    const std::size_t time = cluster.find("\xe7\x81");
    std::string bytes = std::string(kCluster) + unknown_size + "\xe7\x88";
    for (int shift = 56; shift >= 0; shift -= 8) bytes += static_cast<char>(ticks >> shift);
    return bytes + cluster.substr(time + 3);
  };
  const std::size_t segment = whole.find(kSegment), cluster = whole.find(kCluster);
  const std::string head =
      whole.substr(0, segment + 4) + unknown_size + whole.substr(segment + 12, cluster - segment - 12);
  const std::string pictures = whole.substr(cluster, whole.find("\x1c\x53\xbb\x6b", cluster) - cluster);
  return head + with_time(pictures, first) + with_time(pictures, second);
}

BOOST_AUTO_TEST_CASE(timestamps_beyond_all_sense_are_left_out) {
  const TemporaryFolder folder;
  constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max(), kHalf = kMost / 2;
  using Starts = std::pair<std::int64_t, std::int64_t>;
  for (const auto& [first, second] :
       {Starts{0, 1000}, Starts{kMost, 0}, Starts{-kMost, kMost}, Starts{-kHalf, kHalf},
        Starts{kHalf, -kHalf}, Starts{kMost - 1000, kMost - 500}, Starts{0, kHalf},
        Starts{0, 9'000'000'000'000}}) {
    BOOST_TEST_CONTEXT("from " << first << " and " << second) {
      const auto source = open_file(written(folder, "times.mkv", matroska_from(first, second)));
      const std::vector<Time> times = times_of(*source);
      BOOST_TEST(times.size() == 10u);
      BOOST_TEST(std::ranges::is_sorted(times, std::ranges::less_equal{}));
      BOOST_TEST(std::ranges::is_sorted(source->key_frames()));
    }
  }
}

BOOST_AUTO_TEST_CASE(random_damage_anywhere_never_crashes_or_hangs) {
  const TemporaryFolder folder;
  std::uint32_t state = 12345;
  const auto random = [&] { return (state = state * 1664525u + 1013904223u) >> 8; };
  for (const std::string extension : {"mp4", "mkv", "ts", "avi"}) {
    const std::string whole = bytes_of(extension == "mp4" ? index_first() : same_in(extension));
    for (int round = 0; round < 6; ++round) {
      std::string bytes = whole;
      for (int i = 0; i < 60; ++i) bytes[random() % bytes.size()] = static_cast<char>(random());
      BOOST_TEST_CONTEXT(extension << " round " << round) {
        const std::string path = written(folder, "random." + extension, bytes);
        try {
          const auto source = open_file(path, {.threads = 1 + round % 2});
          Frame frame;
          for (int n = 0; n < 500 && source->read(frame); ++n)
            BOOST_TEST((frame.luma.size() == source->info().stored_size));
          for (const Time key : source->key_frames()) {
            if (!source->seek(key)) continue;
            source->expect(2);
            if (source->read(frame)) source->read(frame);
          }
        } catch (const Error& error) {
          BOOST_TEST(contains(error.what(), path), error.what());
        }
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(every_file_of_the_evaluation_set_opens_or_gives_one_clear_error,
                     *boost::unit_test::label("evaluation")) {
  const std::string folder = eval_file("robust");
  if (folder.empty()) return;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    const std::string path = entry.path().string();
    BOOST_TEST_CONTEXT(path) {
      try {
        const auto source = open_file(path);
        const std::vector<Time> times = times_of(*source);
        BOOST_TEST(!times.empty());
        const std::string stream = contains(path, "2video") ? "3" : "v:0";
        if (!contains(path, ".h264")) BOOST_TEST((times == ffprobe_times(path, stream)));
        Frame frame;
        for (const Time key : source->key_frames()) {
          BOOST_REQUIRE(source->seek(key));
          source->expect(2);
          BOOST_REQUIRE(source->read(frame));
          BOOST_TEST((frame.time == key));
        }
      } catch (const Error& error) {
        const std::string message = error.what();
        BOOST_TEST(contains(message, path));
        BOOST_TEST(!contains(message, "\n"));
        BOOST_TEST(contains(path, "broken"));
      }
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
