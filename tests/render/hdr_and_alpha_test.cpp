#include "render_support.hpp"

namespace smartcrop {
namespace {

using namespace test;  // NOLINT(google-build-using-namespace)

/// BT.2020 and PQ, graded on a display of P3 primaries with 1000 cd/m2.
std::string hdr10() {
  return make_media("hdr10.mkv",
                    {"-f",
                     "lavfi",
                     "-i",
                     "testsrc2=size=320x180:rate=25:duration=0.4",
                     "-pix_fmt",
                     "yuv420p10le",
                     "-c:v",
                     "libx265",
                     "-preset",
                     "ultrafast",
                     "-x265-params",
                     "log-level=none:hdr10=1:master-display=G(13250,34500)B(7500,3000)R(34000,16000)"
                     "WP(15635,16450)L(10000000,1):max-cll=987,401",
                     "-color_primaries",
                     "bt2020",
                     "-color_trc",
                     "smpte2084",
                     "-colorspace",
                     "bt2020nc",
                     "-color_range",
                     "tv"});
}

std::string hdr_of(const std::string& path, const std::string& section) {
  return out_of({"ffprobe", "-v", "error", "-select_streams", "v:0", "-read_intervals", "%+#1",
                 "-show_entries", section, "-of", "default", path});
}

void check_hdr(const std::string& text, const std::string& green_x) {
  for (const std::string& line :
       {"green_x=" + green_x, std::string("max_content=987"), std::string("max_average=401")})
    BOOST_TEST(text.find(line) != std::string::npos, line << " is not in " << text);
}

/// A ramp of transparency.
std::string transparent(const std::string& format) {
  return make_media(
      "alpha-" + format + ".mkv",
      {"-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25:duration=0.4,format=yuva444p", "-vf",
       "geq=lum='lum(X,Y)':cb='cb(X,Y)':cr='cr(X,Y)':a='mod(X,256)'", "-pix_fmt", format, "-c:v", "ffv1"});
}

}  // namespace

BOOST_AUTO_TEST_SUITE(render_hdr_and_alpha)

BOOST_AUTO_TEST_CASE(hdr10_is_told_to_the_encoder_and_the_container) {
  struct Pair {
    const char *encoder, *name, *green_x;  // SVT-AV1 counts in 1/65536
  };
  for (const Pair& pair : {Pair{"libx265", "o.mp4", "13250/50000"}, Pair{"libx264", "o.mkv", "13250/50000"},
                           Pair{"libsvtav1", "o.mkv", "17367/65536"}}) {
    TemporaryFolder folder;
    BOOST_TEST_CONTEXT(pair.encoder) {
      RenderOptions options = quick(pair.encoder);
      if (std::string(pair.encoder) == "libsvtav1") options.preset = "12";
      render(hdr10(), window_plan(kWindow), folder / pair.name, options);
      if (std::string(pair.encoder) == "libx264") {  // FFmpeg 5.1 decodes only HEVC's and AV1's
        const std::string headers = test::run({"ffmpeg", "-nostdin", "-i", folder / pair.name, "-c", "copy",
                                               "-bsf:v", "trace_headers", "-f", "null", "-"})
                                        .err;
        for (const char* value : {"= 13250\n", "= 987\n", "= 401\n"})
          BOOST_TEST(headers.find(value) != std::string::npos, value);
      } else {
        check_hdr(hdr_of(folder / pair.name, "frame_side_data"), pair.green_x);
      }
      const std::string stream = hdr_of(folder / pair.name, "stream_side_data");
      BOOST_TEST(stream.find("max_content=987") != std::string::npos, stream);
      BOOST_TEST(entry(folder / pair.name, "v:0", "color_range,color_space,color_transfer,color_primaries") ==
                 "tv,bt2020nc,smpte2084,bt2020");
      BOOST_TEST(entry(folder / pair.name, "v:0", "pix_fmt") == "yuv420p10le");
    }
  }
}

BOOST_AUTO_TEST_CASE(own_parameters_of_the_encoder_go_beside_hdrs) {
  TemporaryFolder folder;
  RenderOptions options = quick("libx265");
  options.encoder_options["x265-params"] = "keyint=3:max-cll=5,4";
  render(hdr10(), window_plan(kWindow), folder / "o.mkv", options);
  const std::string picture = hdr_of(folder / "o.mkv", "frame_side_data");
  BOOST_TEST(picture.find("green_x=13250/50000") != std::string::npos);
  BOOST_TEST(picture.find("max_content=5") != std::string::npos);
  BOOST_TEST(entries(folder / "o.mkv", "v:0", "frame=key_frame")[3] == "1");
}

BOOST_AUTO_TEST_CASE(a_transparent_picture_that_the_encoder_cannot_hold_is_an_error) {
  TemporaryFolder folder;
  for (const char* format : {"yuva420p", "bgra", "yuva444p10le"}) {
    BOOST_TEST_CONTEXT(format) {
      const std::string message = message_of(
          [&] { render(transparent(format), window_plan(kWindow), folder / "o.mp4", quick("libx264")); });
      BOOST_TEST(message.find("transparent, which libx264 cannot hold; use prores_ks") != std::string::npos,
                 message);
      BOOST_TEST(folder.names().empty());
    }
  }
}

BOOST_AUTO_TEST_CASE(transparency_is_left_out_on_request) {
  TemporaryFolder folder;
  RenderOptions options = quick();
  options.drop_alpha = true;
  const RenderReport report =
      render(transparent("yuva420p"), window_plan(kWindow), folder / "o.mp4", options);
  BOOST_TEST(has_note(report, "has no transparency: left out"));
  BOOST_TEST(entry(folder / "o.mp4", "v:0", "pix_fmt") == "yuv420p");
}

BOOST_AUTO_TEST_CASE(transparency_is_kept_where_the_codec_can) {
  TemporaryFolder folder;
  for (const char* format : {"yuva420p", "bgra", "yuva444p10le"}) {
    BOOST_TEST_CONTEXT(format) {
      render(transparent(format), window_plan(kWindow), folder / (format + std::string(".mkv")),
             quick("ffv1"));
      BOOST_TEST(frame_sums(folder / (format + std::string(".mkv"))) ==
                     frame_sums(transparent(format), "crop=120:160:100:20"),
                 boost::test_tools::per_element());
    }
  }
  RenderOptions prores = quick("prores_ks");
  prores.preset = "medium";
  render(transparent("yuva444p10le"), window_plan(kWindow), folder / "o.mov", prores);
  BOOST_TEST(entry(folder / "o.mov", "v:0", "profile") == "4444");
  BOOST_TEST(entry(folder / "o.mov", "v:0", "pix_fmt").starts_with("yuva444p1"));
  RenderOptions vp9 = prores;
  vp9.encoder = "libvpx-vp9";
  render(transparent("yuva420p"), window_plan(kWindow), folder / "o.webm", vp9);
  // What WebM keeps beside the picture is read again.
  render(folder / "o.webm", window_plan({0, 0, 60, 80}, {120, 160}), folder / "again.mkv", quick("ffv1"));
  BOOST_TEST(entry(folder / "again.mkv", "v:0", "pix_fmt") == "yuva420p");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace smartcrop
