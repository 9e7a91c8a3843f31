#include <filesystem>

#include "render/render_support.hpp"

namespace smartcrop::test {
namespace {

namespace fs = std::filesystem;

const std::vector<std::string> kPicture{"-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25:duration=2"};
const std::vector<std::string> kSound{"-f", "lavfi", "-i", "sine=duration=5"};

std::vector<std::string> joined(std::initializer_list<std::vector<std::string>> lists) {
  std::vector<std::string> all;
  for (const auto& list : lists) all.insert(all.end(), list.begin(), list.end());
  return all;
}

/// Two files end to end.
std::string concatenation(const std::string& name, const std::string& first, const std::string& second) {
  const std::string path = fs::path(first).parent_path() / name;
  out_of({"sh", "-c", "cat \"$0\" \"$1\" > \"$2\"", first, second, path});
  return path;
}

RenderReport rendered(const std::string& source, const std::string& extension) {
  const TemporaryFolder folder;
  return render(source, window_plan(kWindow), folder / ("o." + extension), quick());
}

bool tells_missing(const RenderReport& report) {
  return has_note(report, "ends early") || has_note(report, "can be decoded");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(render_completeness)

BOOST_AUTO_TEST_CASE(sound_that_is_longer_than_the_picture_is_no_loss) {
  for (const std::string extension : {"mkv", "mp4", "flv", "avi"}) {
    const std::string source =
        make_media("long-sound." + extension,
                   joined({kPicture, kSound, {"-c:v", "libx264", "-pix_fmt", "yuv420p", "-ar", "44100"}}));
    BOOST_TEST(!tells_missing(rendered(source, extension)), extension);
  }
}

BOOST_AUTO_TEST_CASE(frames_that_an_edit_list_hides_are_no_loss) {
  const std::string whole =
      make_media("whole.mp4", joined({kPicture, {"-c:v", "libx264", "-g", "250", "-pix_fmt", "yuv420p"}}));
  const std::string cut = make_media("cut.mp4", {"-ss", "1.2", "-i", whole, "-c", "copy"});
  const RenderReport report = rendered(cut, "mp4");
  BOOST_TEST(report.frames < 25);
  BOOST_TEST(!tells_missing(report));
}

BOOST_AUTO_TEST_CASE(a_file_that_was_cut_off_is_told) {
  const std::string whole =
      make_media("whole.mkv", joined({kPicture, {"-c:v", "libx264", "-g", "10", "-pix_fmt", "yuv420p"}}));
  const std::string part = fs::path(whole).parent_path() / "part.mkv";
  fs::copy_file(whole, part, fs::copy_options::overwrite_existing);
  fs::resize_file(part, fs::file_size(whole) / 2);
  BOOST_TEST(has_note(rendered(part, "mkv"), "the source ends early"));
}

BOOST_AUTO_TEST_CASE(a_second_picture_that_begins_later_is_told) {
  const auto program = [&](const std::string& number) {
    return make_media("program" + number + ".ts",
                      joined({kPicture,
                              {"-c:v", "libx264", "-pix_fmt", "yuv420p", "-mpegts_service_id", number,
                               "-mpegts_pmt_start_pid", "0x10" + number + "0", "-mpegts_start_pid",
                               "0x" + number + "00"}}));
  };
  const std::string both = concatenation("programs.ts", program("1"), program("2"));
  BOOST_TEST(has_note(rendered(both, "mkv"), "another video stream (h264) begins later"));
}

BOOST_AUTO_TEST_CASE(a_recording_that_goes_on_in_other_codecs_still_becomes_a_file) {
  const std::vector<std::string> sound{"-f", "lavfi", "-i", "sine=duration=2"};
  const std::string first = make_media(
      "first.ts", joined({kPicture, sound, {"-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", "aac"}}));
  const std::string second =
      make_media("second.ts", joined({kPicture, sound, {"-c:v", "mpeg2video", "-c:a", "mp2"}}));
  const RenderReport report = rendered(concatenation("codecs.ts", first, second), "ts");
  BOOST_TEST(report.frames >= 49);
  BOOST_TEST(has_note(report, "damaged source"));
}

BOOST_AUTO_TEST_CASE(another_shape_of_pixels_is_told) {
  const auto shape = [&](const std::string& aspect) {
    return make_media("shape" + aspect.substr(0, 1) + ".m2v",
                      joined({kPicture, {"-aspect", aspect, "-c:v", "mpeg2video"}}));
  };
  const std::string both = concatenation("shapes.m2v", shape("4:3"), shape("16:9"));
  BOOST_TEST(
      has_note(rendered(both, "mkv"), "the shape of the pixels changes at 00:00:02.000 from 3:4 to 1:1"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace smartcrop::test
