#include "render/render_support.hpp"

namespace smartcrop::test {
namespace {

/// The first picture, RGBA.
std::string rgba_of(const std::string& path, const std::string& filter) {
  return out_of({"ffmpeg", "-v", "error", "-i", path, "-vf", filter, "-frames:v", "1", "-f", "rawvideo",
                 "-pix_fmt", "rgba", "-"});
}

unsigned code(char c) {
  return static_cast<unsigned char>(c);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(render_gif)

BOOST_AUTO_TEST_CASE(a_gif_gets_the_colors_of_its_pictures) {
  const std::string source = make_media(
      "gradient.mkv",
      {"-f", "lavfi", "-i", "gradients=size=320x180:c0=0x203040:c1=0x90a0b0:duration=0.2", "-c:v", "ffv1"});
  const TemporaryFolder folder;
  const RenderReport report = render(source, window_plan(kWindow), folder / "o.gif", quick());
  BOOST_TEST(!has_note(report, "converted"));
  const cv::Rect crop(static_cast<int>(kWindow.x), static_cast<int>(kWindow.y), static_cast<int>(kWindow.w),
                      static_cast<int>(kWindow.h));
  const std::string before =
      rgba_of(source, "crop=" + std::to_string(crop.width) + ":" + std::to_string(crop.height) + ":" +
                          std::to_string(crop.x) + ":" + std::to_string(crop.y));
  const std::string after = rgba_of(folder / "o.gif", "null");
  BOOST_REQUIRE(before.size() == after.size());
  double difference = 0;
  for (std::size_t i = 0; i < before.size(); ++i)
    difference += std::abs(static_cast<double>(code(before[i])) - code(after[i]));
  BOOST_TEST(difference / static_cast<double>(before.size()) < 3);  // with a fixed palette it is above 10
}

BOOST_AUTO_TEST_CASE(a_transparent_gif_stays_transparent) {
  const std::string source =
      make_media("transparent.gif",
                 {"-f", "lavfi", "-i", "testsrc2=size=320x180:rate=10:duration=0.3", "-vf",
                  "format=rgba,geq=r=200:g=100:b=X/2:a='255*gt(X,160)',split[a][b];[a]palettegen[p];[b][p]"
                  "paletteuse"});
  const TemporaryFolder folder;
  render(source, window_plan({80, 0, 160, 180}), folder / "o.gif", quick());
  const std::string after = rgba_of(folder / "o.gif", "null");
  const std::size_t row = 90 * 160 * 4;
  BOOST_TEST(code(after[row + 4 * 20 + 3]) == 0u);
  BOOST_TEST(code(after[row + 4 * 140 + 3]) == 255u);
  BOOST_TEST(std::abs(static_cast<int>(code(after[row + 4 * 140])) - 200) < 8);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace smartcrop::test
