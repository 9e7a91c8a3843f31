#include "smartcrop/render/output_name.hpp"

#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>

#include "support/media.hpp"

using namespace smartcrop;
using smartcrop::test::TemporaryFolder;

BOOST_AUTO_TEST_SUITE(render_output_name)

BOOST_AUTO_TEST_CASE(crops_lie_beside_their_source_or_in_a_folder) {
  BOOST_TEST(default_output_path("/a/talk.mkv") == "/a/talk.smart_cropped.mkv");
  BOOST_TEST(default_output_path("talk.tar.mp4") == "talk.tar.smart_cropped.mp4");
  BOOST_TEST(default_output_path("/a/talk") == "/a/talk.smart_cropped.mp4");
  BOOST_TEST(default_output_path("/a/talk.mkv", "/out") == "/out/talk.smart_cropped.mkv");
}

BOOST_AUTO_TEST_CASE(a_name_that_is_taken_gets_a_number) {
  const TemporaryFolder folder;
  const std::string wanted = folder / "talk.mp4";
  BOOST_TEST(free_output_path(wanted) == wanted);
  std::ofstream{wanted};
  BOOST_TEST(free_output_path(wanted) == folder / "talk-2.mp4");
  // A link that leads nowhere takes its name as well.
  std::filesystem::create_symlink("nowhere", folder / "talk-2.mp4");
  BOOST_TEST(free_output_path(wanted) == folder / "talk-3.mp4");
}

BOOST_AUTO_TEST_SUITE_END()
