#include "smartcrop/visualize/representative_frame.hpp"

#include <boost/test/unit_test.hpp>
#include <opencv2/core.hpp>

#include "smartcrop/core/error.hpp"
#include "smartcrop/video/synthetic_source.hpp"
#include "smartcrop/visualize/bgr_picture.hpp"
#include "support/media.hpp"
#include "support/thrown.hpp"

using namespace smartcrop;
using smartcrop::test::contains;
using smartcrop::test::make_media;
using smartcrop::test::thrown;

namespace {

/// 2 s black, 1 s of fading in, 3 s of picture, 1 s of fading out, 2 s black; a key frame every `gop` frames.
std::string faded(int gop) {
  return make_media("faded.mp4",
                    {"-f", "lavfi", "-i", "testsrc2=size=160x90:rate=25:duration=5", "-vf",
                     "fade=in:0:25,fade=out:100:25,tpad=start_duration=2:stop_duration=2:color=black", "-c:v",
                     "libx264", "-preset", "ultrafast", "-g", std::to_string(gop), "-pix_fmt", "yuv420p"});
}

/// Half a second of blue, 2 s of a test picture, 1 s of another one.
std::string three_shots() {
  return make_media("shots.mp4", {"-f",
                                  "lavfi",
                                  "-i",
                                  "color=blue:size=160x90:rate=25:duration=0.48",
                                  "-f",
                                  "lavfi",
                                  "-i",
                                  "mandelbrot=size=160x90:rate=25:end_scale=0.2",
                                  "-f",
                                  "lavfi",
                                  "-i",
                                  "smptebars=size=160x90:rate=25:duration=1",
                                  "-filter_complex",
                                  "[1]trim=duration=2,setsar=1[b];[2]setsar=1[c];[0][b][c]concat=n=3",
                                  "-c:v",
                                  "libx264",
                                  "-preset",
                                  "ultrafast",
                                  "-pix_fmt",
                                  "yuv420p"});
}

double time_of(const std::string& path, Time start = {}, std::optional<Time> end = {}) {
  return representative_frame(*open_file(path), start, end).time.value();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(visualize_representative_frame)

BOOST_AUTO_TEST_CASE(default_options_are_valid) {
  BOOST_TEST(RepresentativeOptions{}.problems().empty());
}

BOOST_AUTO_TEST_CASE(each_option_out_of_range_is_a_problem_of_its_own) {
  BOOST_TEST((RepresentativeOptions{0, 0, 0}.problems().size() == 3U));
  BOOST_TEST(contains(thrown<std::invalid_argument>(
                          [] { representative_frame(*open_file(faded(5)), {}, {}, {.frames = 0}); }),
                      "frames"));
}

BOOST_AUTO_TEST_CASE(neither_black_nor_a_fade_represents_a_video) {
  for (const int gop : {5, 250}) {  // by key frames, and by every frame where they are few
    const double time = time_of(faded(gop));
    // At 2.95 s the fade has come to 95 %.
    BOOST_TEST(time >= 2.95, "every " << gop << " frames: " << time);
    BOOST_TEST(time <= 6.05, "every " << gop << " frames: " << time);
  }
}

BOOST_AUTO_TEST_CASE(the_longest_shot_represents_a_video) {
  const double time = time_of(three_shots());
  BOOST_TEST(time >= 0.48);
  BOOST_TEST(time < 2.48);
}

BOOST_AUTO_TEST_CASE(only_the_range_counts) {
  BOOST_TEST(time_of(three_shots(), {Rational(13, 5)}) >= 2.6);
  BOOST_TEST(time_of(three_shots(), {}, Time{Rational(2, 5)}) < 0.4);  // nothing but blue: still a frame
}

BOOST_AUTO_TEST_CASE(of_one_shot_it_is_the_frame_nearest_to_the_mean) {
  SyntheticOptions options;
  options.frames = 41;
  options.key_frame_interval = 1000;
  // Something passes close to the camera during frames 0 to 17.
  options.shapes = {{cv::Rect2d(200, 0, 120, 90), {0, 0}, 160}, {cv::Rect2d(-40, 20, 90, 140), {20, 0}}};
  const Frame frame = representative_frame(*make_synthetic_source(options));
  BOOST_TEST(frame.index.value > 17);
  BOOST_TEST(bgr_picture(frame).size() == cv::Size(320, 180));
}

BOOST_AUTO_TEST_CASE(a_range_without_frames_is_an_error_that_names_it) {
  const std::string message = thrown<Error>([] { time_of(three_shots(), {Rational(60)}); });
  BOOST_TEST(contains(message, "00:01:00"), message);
}

BOOST_AUTO_TEST_CASE(it_can_be_canceled) {
  RepresentativeOptions options;
  options.cancellation.cancel();
  BOOST_CHECK_THROW(representative_frame(*open_file(faded(5)), {}, {}, options), Canceled);
}

BOOST_AUTO_TEST_SUITE_END()
