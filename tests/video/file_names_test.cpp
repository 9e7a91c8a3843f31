#include "smartcrop/video/file_names.hpp"

#include <boost/test/unit_test.hpp>

using namespace smartcrop;

BOOST_AUTO_TEST_SUITE(file_names)

BOOST_AUTO_TEST_CASE(videos_are_told_by_their_ending_in_any_case) {
  for (const char* path : {"a.mp4", "/x.y/B.MOV", "a.b.webm", "c.3gp", "d.h264"})
    BOOST_TEST(has_video_ending(path), path);
  for (const char* path : {"a.txt", "mp4", "/x.mp4/b", "a.mp4~", ".mp4", ""})
    BOOST_TEST(!has_video_ending(path), path);
}

BOOST_AUTO_TEST_SUITE_END()
