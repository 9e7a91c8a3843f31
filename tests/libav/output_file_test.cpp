#include "smartcrop/libav/output_file.hpp"

#include <boost/test/unit_test.hpp>
#include <fstream>

#include "smartcrop/core/error.hpp"
#include "support/media.hpp"
#include "support/process.hpp"

using namespace smartcrop;
using namespace smartcrop::test;

namespace {

void touch(const std::string& path) {
  std::ofstream(path) << "x";
}

void make(const std::string& path) {
  libav::OutputFile file(path, {}, true);
  avio_write(file.io(), reinterpret_cast<const unsigned char*>("whole"), 5);
  file.commit();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(libav_output_file)

BOOST_AUTO_TEST_CASE(what_a_killed_process_left_is_removed_with_the_next_output_of_that_name) {
  const TemporaryFolder folder;
  touch(folder / ".o.partial-1-0123abcd.mp4");  // process 1 lives, and has nothing to do with it
  touch(folder / ".o.partial-4194303-89abcdef.mp4");
  make(folder / "o.mp4");
  BOOST_TEST(folder.names() == std::vector<std::string>{"o.mp4"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(files_of_other_outputs_and_of_other_origin_stay) {
  const TemporaryFolder folder;
  const std::vector<std::string> others{".o.partial-1-0123abcd.mkv",  ".o.partial-1-0123abcd.mp4.bak",
                                        ".o.partial-mine.mp4",        ".o.partial-x-0123abcd.mp4",
                                        ".oo.partial-1-0123abcd.mp4", "o.partial-1-0123abcd.mp4"};
  for (const std::string& name : others) touch(folder / name);
  make(folder / "o.mp4");
  BOOST_TEST(folder.names().size() == others.size() + 1);
}

BOOST_AUTO_TEST_CASE(two_writers_of_one_name_do_not_disturb_each_other) {
  const TemporaryFolder folder;
  {
    libav::OutputFile first(folder / "o.mp4", {}, true);
    libav::OutputFile second(folder / "o.mp4", {}, true);
    BOOST_TEST(folder.names().size() == 2);
    first.commit();
    BOOST_TEST(folder.names().size() == 2);
    second.commit();
  }
  BOOST_TEST(folder.names() == std::vector<std::string>{"o.mp4"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_link_of_such_a_name_is_not_followed) {
  const TemporaryFolder folder;
  touch(folder / "precious");
  std::filesystem::create_symlink("precious", folder / ".o.partial-1-0123abcd.mp4");
  make(folder / "o.mp4");
  BOOST_TEST(std::filesystem::exists(folder / "precious"));
}

BOOST_AUTO_TEST_CASE(an_unfinished_folder_goes_with_all_in_it_unless_it_is_kept) {
  const TemporaryFolder folder;
  {
    const auto unfinished = libav::Unfinished::folder(folder / "out");
    touch(unfinished.path() + "/a");
    BOOST_TEST(folder.names().size() == 1u);
  }
  BOOST_TEST(folder.names().empty());
  auto unfinished = libav::Unfinished::folder(folder / "out");
  touch(unfinished.path() + "/a");
  std::filesystem::rename(unfinished.path(), folder / "out");
  unfinished.keep();
  BOOST_TEST(std::filesystem::exists(folder / "out/a"));
}

BOOST_AUTO_TEST_CASE(an_abandoned_folder_is_removed_but_not_one_at_work) {
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder / ".out.partial-1-0123abcd");
  touch(folder / ".out.partial-1-0123abcd/a");
  touch(folder / ".out.partial-2-0123abcd");  // a file: of another kind
  const auto at_work = libav::Unfinished::folder(folder / "out");
  const auto second = libav::Unfinished::folder(folder / "out");
  BOOST_TEST(folder.names().size() == 3u);
  BOOST_TEST(std::filesystem::exists(at_work.path()));
  BOOST_TEST(std::filesystem::exists(folder / ".out.partial-2-0123abcd"));
}

BOOST_AUTO_TEST_SUITE_END()
