// What a source says of its pictures beside the pixels: kept where it stays true, else taken off and told.
#include <fstream>
#include <iterator>

#include "render/render_support.hpp"

namespace smartcrop::test {
namespace {

RenderReport rendered(const std::string& source, const std::string& output, const CropPlan& plan,
                      const RenderOptions& options = quick()) {
  return render(source, plan, output, options);
}

std::string interlaced() {
  return make_media("fields.ts",
                    {"-f", "lavfi", "-i", "testsrc2=size=320x360:rate=50:duration=1", "-vf",
                     "tinterlace=interleave_top,scale=320:180:interl=1,setfield=tff", "-c:v", "libx264",
                     "-flags", "+ildct+ilme", "-x264opts", "tff=1", "-pix_fmt", "yuv420p"});
}

std::string deep() {
  return make_media("deep.mkv", {"-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25:duration=0.5", "-c:v",
                                 "ffv1", "-pix_fmt", "yuv422p10le"});
}

/// small_video() with a clean aperture of 280x160, which its sample entry says in a `clap` box.
std::string with_clean_aperture(const TemporaryFolder& folder) {
  std::ifstream file(small_video(), std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(file), {}};
  const auto grow = [&](std::size_t name) {
    std::uint32_t size = 0;
    for (int i = 0; i < 4; ++i) size = size << 8 | static_cast<unsigned char>(bytes[name - 4 + i]);
    size += 40;
    for (int i = 0; i < 4; ++i) bytes[name - 4 + i] = static_cast<char>(size >> (24 - 8 * i) & 0xff);
    return size - 40;
  };
  std::size_t at = bytes.find("moov");
  BOOST_REQUIRE(at > bytes.find("mdat"));  // so no offset moves
  for (const char* name : {"moov", "trak", "mdia", "minf", "stbl", "stsd"}) {
    at = bytes.find(name, at);
    grow(at);
  }
  at = bytes.find("avc1", at);
  const std::size_t end = at - 4 + grow(at);
  std::string box(
      "\0\0\0\x28"
      "clap",
      8);
  for (const int value : {280, 1, 160, 1, 0, 1, 0, 1})
    for (int i = 0; i < 4; ++i) box += static_cast<char>(value >> (24 - 8 * i) & 0xff);
  bytes.insert(end, box);
  std::ofstream(folder / "clap.mp4", std::ios::binary) << bytes;
  return folder / "clap.mp4";
}

double shape_of(const std::string& path) {
  const std::string ratio = entry(path, "v:0", "sample_aspect_ratio");
  const std::size_t colon = ratio.find(':');
  const double aspect =
      colon == std::string::npos ? 1 : std::stod(ratio.substr(0, colon)) / std::stod(ratio.substr(colon + 1));
  return std::stod(entry(path, "v:0", "width")) * aspect / std::stod(entry(path, "v:0", "height"));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(render_marks)

BOOST_AUTO_TEST_CASE(a_crop_of_a_stereoscopic_picture_is_not_marked_as_3d) {
  const std::string source =
      make_media("3d.mkv", {"-i", small_video(), "-c", "copy", "-metadata:s:v", "stereo_mode=left_right"});
  for (const char* name : {"o.mkv", "o.mp4"}) {
    const TemporaryFolder folder;
    const RenderReport report = rendered(source, folder / name, window_plan(kWindow));
    BOOST_TEST(has_note(report, "stereoscopic 3D (side by side)"));
    const std::string described = out_of({"ffprobe", "-v", "error", "-show_streams", folder / name});
    BOOST_TEST(described.find("stereo_mode") == std::string::npos);
    BOOST_TEST(described.find("Stereo 3D") == std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(a_clean_aperture_is_told) {
  const TemporaryFolder folder;
  const std::string source = with_clean_aperture(folder);
  BOOST_TEST(has_note(rendered(source, folder / "o.mp4", window_plan(kWindow)), "clean aperture of 280x160"));
  BOOST_TEST(!has_note(rendered(small_video(), folder / "p.mp4", window_plan(kWindow)), "aperture"));
}

BOOST_AUTO_TEST_CASE(fields_that_are_kept_are_flagged) {
  RenderOptions options = quick();
  options.deinterlace = Deinterlace::off;
  for (const char* name : {"o.mp4", "o.mkv", "o.ts", "o.mov"}) {
    const TemporaryFolder folder;
    // Row 22 is none of the first field's chroma, and 158 rows are no multiple of 4.
    rendered(interlaced(), folder / name, window_plan({100, 22, 120, 158}), options);
    BOOST_TEST(entry(folder / name, "v:0", "height") == "156");
    const std::string order = entry(folder / name, "v:0", "field_order");
    BOOST_TEST((order == "tt" || order == "tb"), name << ": " << order);
    // Row 20 of the source is the first.
    const auto expected = frame_sums(interlaced(), "crop=120:156:100:20");
    RenderOptions lossless = options;
    lossless.encoder = "ffv1";
    rendered(interlaced(), folder / "lossless.mkv", window_plan({100, 22, 120, 158}), lossless);
    BOOST_TEST(frame_sums(folder / "lossless.mkv") == expected, boost::test_tools::per_element());
  }
}

BOOST_AUTO_TEST_CASE(fields_that_are_mixed_are_not_flagged) {
  RenderOptions options = quick();
  options.deinterlace = Deinterlace::off;
  CropPlan plan = window_plan(kWindow);
  plan.output_size = {60, 80};
  const TemporaryFolder folder;
  BOOST_TEST(has_note(rendered(interlaced(), folder / "o.mp4", plan, options), "the fields are mixed"));
  BOOST_TEST(entry(folder / "o.mp4", "v:0", "field_order") == "progressive");
}

BOOST_AUTO_TEST_CASE(more_than_8_bits_become_hevc_main_10_unless_an_encoder_is_named) {
  const TemporaryFolder folder;
  const RenderReport report = rendered(deep(), folder / "o.mp4", window_plan(kWindow));
  BOOST_TEST(entry(folder / "o.mp4", "v:0", "codec_name") == "hevc");
  BOOST_TEST(entry(folder / "o.mp4", "v:0", "codec_tag_string") == "hvc1");
  BOOST_TEST(entry(folder / "o.mp4", "v:0", "profile") == "Main 10");
  BOOST_TEST(report.notes.size() == 1u);
  BOOST_TEST(has_note(report, "encoded as HEVC Main 10 with libx265"));
  rendered(deep(), folder / "p.mp4", window_plan(kWindow), quick("libx264"));
  BOOST_TEST(entry(folder / "p.mp4", "v:0", "codec_name") == "h264");
  rendered(small_video(), folder / "q.mp4", window_plan(kWindow));
  BOOST_TEST(entry(folder / "q.mp4", "v:0", "codec_name") == "h264");
}

BOOST_AUTO_TEST_CASE(anamorphic_pictures_keep_their_shape_in_every_container) {
  const std::string source =
      make_media("anamorphic.mkv", {"-i", small_video(), "-vf", "setsar=64/45", "-c:v", "libx264", "-an"});
  // 90x128 pixels of 64:45 are a square.
  const CropPlan plan = window_plan({100, 20, 90, 128});
  for (const char* name : {"o.mp4", "o.mov", "o.mkv", "o.webm", "o.avi", "o.mpg", "o.ts", "o.mxf", "o.flv",
                           "o.3gp", "o.ogv", "o.wmv", "o.gif"}) {
    const TemporaryFolder folder;
    rendered(source, folder / name, plan);
    BOOST_TEST(shape_of(folder / name) == 1.0, name << boost::test_tools::tolerance(.02));
  }
}

BOOST_AUTO_TEST_CASE(a_change_of_size_is_told_as_that) {
  const TemporaryFolder folder;
  std::ofstream joined(folder / "sizes.ts", std::ios::binary);
  for (const char* size : {"320x180", "160x120"}) {
    const std::string part = make_media(
        "size.ts", {"-f", "lavfi", "-i", "testsrc2=rate=25:duration=1:size=" + std::string(size), "-c:v",
                    "libx264", "-pix_fmt", "yuv420p", "-output_ts_offset", size[0] == '3' ? "1" : "2"});
    joined << std::ifstream(part, std::ios::binary).rdbuf();
  }
  joined.close();
  const RenderReport report = rendered(folder / "sizes.ts", folder / "o.mkv", window_plan(kWindow));
  BOOST_TEST(has_note(report, "size changes at 00:00:01.000 from 320x180 to 160x120: scaled to 320x180"));
  BOOST_TEST(report.frames == 50);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace smartcrop::test
