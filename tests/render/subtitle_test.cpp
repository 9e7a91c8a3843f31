#include <fstream>

#include "render/render_support.hpp"

namespace smartcrop::test {
namespace {

void write(const std::string& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

std::string with_subtitles(const TemporaryFolder& folder, const std::string& name) {
  out_of({"ffmpeg", "-v", "error", "-nostdin", "-y", "-i", small_video(), "-i", folder / name, "-map", "0",
          "-map", "1", "-c", "copy", folder / "in.mkv"});
  return folder / "in.mkv";
}

std::string subtitles_of(const std::string& path, const char* format) {
  return out_of(
      {"ffmpeg", "-v", "error", "-nostdin", "-i", path, "-map", "0:s:0", "-c", "copy", "-f", format, "-"});
}

std::string ass(const std::string& text) {
  return "[Script Info]\nScriptType: v4.00+\nPlayResX: 640\nPlayResY: 360\n\n[V4+ Styles]\nFormat: Name, "
         "Fontname, Fontsize, PrimaryColour, Alignment\nStyle: D,Arial,20,&H00FFFFFF,2\n\n[Events]\nFormat: "
         "Layer, Start, End, Style, Text\nDialogue: 0,0:00:00.50,0:00:01.00,D," +
         text + "\n";
}

std::string bytes(std::initializer_list<int> values) {
  std::string text;
  for (const int value : values) text += static_cast<char>(value);
  return text;
}

std::string segment(int type, const std::string& contents) {
  return bytes({type, 0, static_cast<int>(contents.size())}) + contents;
}

/// A packet of an .sup file: "PG", time in 90 kHz, decoding time, segment.
std::string sup(int milliseconds, const std::string& content) {
  const int ticks = milliseconds * 90;
  return "PG" + bytes({ticks >> 24, ticks >> 16, ticks >> 8, ticks, 0, 0, 0, 0}) + content;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(render_subtitles)

BOOST_AUTO_TEST_CASE(placed_text_moves_with_the_crop) {
  struct Case {
    const char *before, *after;
  };
  // Script units are half a pixel; the window {100, 20, 120, 160} is 240x320 of them, from (200, 40).
  for (const Case& c :
       {Case{"{\\pos(300,100)}a", "{\\pos(100,60)}a"},
        Case{"{\\an8\\pos(300, 100)\\b1}a{\\i1}b", "{\\an8\\pos(100,60)\\b1}a{\\i1}b"},
        Case{"{\\move(300,100,320,140,0,500)}a", "{\\move(100,60,120,100,0,500)}a"},
        Case{"{\\clip(220,60,420,340)\\org(300,100)}a", "{\\clip(20,20,220,300)\\org(100,60)}a"},
        Case{"{\\pos(600,350)}a", "{\\pos(228,304)}a"}}) {
    const TemporaryFolder folder;
    write(folder / "s.ass", ass(c.before));
    const RenderReport report =
        render(with_subtitles(folder, "s.ass"), window_plan(kWindow), folder / "o.mkv", quick());
    const std::string text = subtitles_of(folder / "o.mkv", "ass");
    BOOST_TEST(text.find(c.after) != std::string::npos, text);
    BOOST_TEST(text.find("PlayResX: 240") != std::string::npos, text);
    BOOST_TEST(text.find("PlayResY: 320") != std::string::npos, text);
    BOOST_TEST(has_note(report, "subtitle stream 2 (ass): placed text is moved with the crop"));
  }
}

BOOST_AUTO_TEST_CASE(plain_text_is_kept_without_a_word) {
  const TemporaryFolder folder;
  write(folder / "s.ass", ass("{\\b1}plain\\Ntext (pos)"));
  RenderReport report =
      render(with_subtitles(folder, "s.ass"), window_plan(kWindow), folder / "o.mkv", quick());
  BOOST_TEST(subtitles_of(folder / "o.mkv", "ass").find("{\\b1}plain\\Ntext (pos)") != std::string::npos);
  BOOST_TEST(report.notes.empty());
  write(folder / "s.srt", "1\n00:00:00,500 --> 00:00:01,000\nplain\n");
  report = render(with_subtitles(folder, "s.srt"), window_plan(kWindow), folder / "p.mkv", quick());
  BOOST_TEST(subtitles_of(folder / "p.mkv", "srt").find("plain") != std::string::npos);
  BOOST_TEST(report.notes.empty());
}

BOOST_AUTO_TEST_CASE(placed_text_moves_with_the_window_that_shows_it) {
  const TemporaryFolder folder;
  // Script units are half a pixel: {260, 120} is in the second window, 60 px right of and 40 px below its
  // corner.
  write(folder / "s.ass", ass("{\\pos(520,240)}a"));
  CropPlan plan = window_plan({0, 0, 120, 80});
  plan.output_size = {120, 160};
  plan.shots.front().second_keyframes = {{{}, {200, 80, 120, 80}}};
  render(with_subtitles(folder, "s.ass"), plan, folder / "o.mkv", quick());
  const std::string text = subtitles_of(folder / "o.mkv", "ass");
  BOOST_TEST(text.find("{\\pos(120,240)}a") != std::string::npos, text);
}

BOOST_AUTO_TEST_CASE(placed_text_follows_a_moving_window_by_its_time) {
  const TemporaryFolder folder;
  write(folder / "s.ass", ass("{\\pos(300,100)}a"));
  CropPlan plan = window_plan(kWindow);
  Keyframe later = plan.shots.front().keyframes.front();
  later.time = Time{Rational(1)};
  later.window.x = 140;  // halfway, at 0.5 s: 120
  plan.shots.front().keyframes.push_back(later);
  const std::string source = with_subtitles(folder, "s.ass");
  const double x = window_at(plan, Time{Rational(1, 2)})->x;
  render(source, plan, folder / "o.mkv", quick());
  const std::string text = subtitles_of(folder / "o.mkv", "ass");
  const std::size_t at = text.find("\\pos(");
  BOOST_REQUIRE(at != std::string::npos);
  BOOST_TEST(std::abs(std::stod(text.substr(at + 5)) - (300 - 2 * x)) < 3, text);
}

BOOST_AUTO_TEST_CASE(bitmaps_keep_their_width_and_their_distance_from_the_edge) {
  const TemporaryFolder folder;
  // 320x180; one object at (60, 150), in a window of 100x20 there.
  const std::string composition =
      segment(0x16, bytes({1, 64, 0, 180, 0x10, 0, 1, 0x80, 0, 0, 1, 0, 0, 0, 0, 0, 60, 0, 150}));
  const std::string window = segment(0x17, bytes({1, 0, 0, 60, 0, 150, 0, 100, 0, 20}));
  write(folder / "s.sup", sup(500, composition) + sup(500, window) + sup(500, segment(0x80, "")));
  const RenderReport report =
      render(with_subtitles(folder, "s.sup"), window_plan(kWindow), folder / "o.mkv", quick());
  BOOST_TEST(has_note(report, "subtitle stream 2 (hdmv_pgs_subtitle): subtitles are made smaller"));
  // 120x160 of a canvas 320 wide is 427 high, in even rows 426.
  const std::string found = subtitles_of(folder / "o.mkv", "sup");
  const int row = 150 + 426 - 180;
  BOOST_TEST((found.find(bytes({0x16, 0, 19, 1, 64, 426 >> 8, 426 & 255})) != std::string::npos));
  BOOST_TEST((found.find(bytes({0, 60, row >> 8, row & 255, 0, 100, 0, 20})) != std::string::npos));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace smartcrop::test
