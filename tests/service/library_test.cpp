#include "smartcrop/service/library.hpp"

#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>

#include <sys/stat.h>

#include "smartcrop/core/error.hpp"
#include "support/media.hpp"
#include "support/thrown.hpp"

using namespace smartcrop;
using smartcrop::test::contains;
using smartcrop::test::TemporaryFolder;
using smartcrop::test::thrown;
namespace fs = std::filesystem;

namespace {

void touch(const std::string& path) {
  fs::create_directories(fs::path(path).parent_path());
  std::ofstream(path) << "video";
}

std::vector<std::string> names(const VideoLibrary& library) {
  std::vector<std::string> names;
  for (const LibraryVideo& video : library.list().videos) names.push_back(video.name);
  return names;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(service_library)

BOOST_AUTO_TEST_CASE(a_folder_holds_its_videos_and_those_of_folders_in_it) {
  const TemporaryFolder folder;
  for (const char* name : {"b.mp4", "a.MOV", "sub/c.mkv", ".hidden.mp4", ".secret/d.mp4", "notes.txt"})
    touch(folder / name);
  const VideoLibrary library(folder.path().string());
  const std::vector<std::string> expected{"a.MOV", "b.mp4", "sub/c.mkv"};
  BOOST_TEST(names(library) == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(of_very_many_videos_the_first_by_name_are_listed) {
  const TemporaryFolder folder;
  const auto name_of = [](std::size_t i) { return std::to_string(100000 + i) + ".mp4"; };
  for (std::size_t i = kMostVideos + 3; i-- > 0;) touch(folder / name_of(i));
  const VideoLibrary::Listing listing = VideoLibrary(folder.path().string()).list();
  BOOST_TEST(!listing.is_complete);
  BOOST_TEST_REQUIRE(listing.videos.size() == kMostVideos);
  BOOST_TEST(listing.videos.front().name == name_of(0));
  BOOST_TEST(listing.videos.back().name == name_of(kMostVideos - 1));
}

BOOST_AUTO_TEST_CASE(links_lead_nowhere_outside) {
  const TemporaryFolder outside, folder;
  touch(outside / "private.mp4");
  touch(folder / "own.mp4");
  fs::create_symlink(outside / "private.mp4", folder / "link.mp4");
  fs::create_directory_symlink(outside.path(), folder / "folder");
  fs::create_symlink(folder / "own.mp4", folder / "inside.mp4");
  const VideoLibrary library(folder.path().string());
  const std::vector<std::string> expected{"inside.mp4", "own.mp4"};
  BOOST_TEST(names(library) == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_video_that_becomes_a_link_outside_is_not_found_any_more) {
  const TemporaryFolder outside, folder;
  touch(outside / "private.mp4");
  touch(folder / "own.mp4");
  const VideoLibrary library(folder.path().string());
  const std::string id = library.list().videos.front().id;
  BOOST_TEST(library.find(id).has_value());
  fs::remove(folder / "own.mp4");
  BOOST_TEST(!library.find(id));
  fs::create_symlink(outside / "private.mp4", folder / "own.mp4");
  BOOST_TEST(!library.find(id));
}

BOOST_AUTO_TEST_CASE(a_new_video_is_found_without_listing_first) {
  const TemporaryFolder folder;
  touch(folder / "a.mp4");
  const std::string id = VideoLibrary(folder.path().string()).list().videos.front().id;
  const VideoLibrary library(folder.path().string());
  BOOST_TEST(library.find(id)->name == "a.mp4");
  BOOST_TEST(!library.find("../../etc/passwd"));
}

BOOST_AUTO_TEST_CASE(one_video_is_a_library_of_its_own_whatever_its_ending) {
  const TemporaryFolder folder;
  touch(folder / "clip");
  touch(folder / "other.mp4");
  const VideoLibrary library(folder / "clip");
  BOOST_TEST(library.name() == "clip");
  const std::vector<std::string> expected{"clip"};
  BOOST_TEST(names(library) == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(pipes_are_not_videos) {
  const TemporaryFolder folder;
  BOOST_REQUIRE(mkfifo((folder / "pipe.mp4").c_str(), 0600) == 0);
  BOOST_TEST(names(VideoLibrary(folder.path().string())).empty());
}

BOOST_AUTO_TEST_CASE(a_root_that_is_not_there_is_an_error) {
  const TemporaryFolder folder;
  BOOST_TEST(contains(thrown<Error>([&] { VideoLibrary(folder / "none"); }), "give a video or a folder"));
}

BOOST_AUTO_TEST_SUITE_END()
