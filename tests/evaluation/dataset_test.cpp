#include "smartcrop/evaluation/dataset.hpp"

#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>

#include "smartcrop/core/error.hpp"
#include "support/media.hpp"

using namespace smartcrop;
using smartcrop::test::TemporaryFolder;
namespace fs = std::filesystem;

namespace {

void write(const std::string& path, const std::string& text) {
  fs::create_directories(fs::path(path).parent_path());
  std::ofstream(path) << text;
}

std::string problem_of(const std::string& folder) {
  try {
    read_dataset(folder, {1, 3});
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(evaluation_dataset)

BOOST_AUTO_TEST_CASE(boxes_are_read_by_frame_and_lost_ones_left_out) {
  const TemporaryFolder folder;
  write(folder / "videos/a.mp4", "");
  write(folder / "boxes/a.csv", "frame,x,y,w,h,lost\n0,1,2,3,4,0\n1,5,6,7,8,1\n2,,,,,0\n3,1,1,0,5,0\n");
  const Dataset dataset = read_dataset(folder.path(), {9, 16});
  BOOST_REQUIRE(dataset.clips.size() == 1u);
  BOOST_TEST((dataset.kind == TruthKind::subject_boxes));
  BOOST_TEST(dataset.clips[0].truth[0].size() == 1u);
  BOOST_TEST((dataset.clips[0].truth[0].at(0) == CropWindow{1, 2, 3, 4}));
  BOOST_TEST((dataset.clips[0].lost == std::set<std::int64_t>{1}));
  BOOST_TEST(!dataset.clips[0].size);
}

BOOST_AUTO_TEST_CASE(the_clip_list_names_the_video_and_its_size) {
  const TemporaryFolder folder;
  write(folder / "videos/run.mp4", "");
  write(folder / "clips.csv", "clip,video,width,height,frames\nrun.1,run,640,480,9\n");
  write(folder / "boxes/run.1.csv", "frame,x,y,w,h\n0,1,2,3,4\n");
  const Dataset dataset = read_dataset(folder.path(), {9, 16});
  BOOST_TEST(dataset.clips[0].video == folder / "videos/run.mp4");
  BOOST_TEST((dataset.clips[0].size == cv::Size(640, 480)));
}

BOOST_AUTO_TEST_CASE(annotations_are_inclusive_corners_of_several_people_for_one_ratio) {
  const TemporaryFolder folder;
  write(folder / "videos/002.avi", "");
  write(folder / "annotations/1/002-1-3.txt", "10 0 129 359\n-5 0 114 359\n");
  write(folder / "annotations/2/002-1-3.txt", "[20, 0, 139, 359]\n");
  write(folder / "annotations/2/002-3-1.txt", "0 0 639 212\n");
  const Dataset dataset = read_dataset(folder.path(), {1, 3});
  BOOST_TEST((dataset.kind == TruthKind::crop_windows));
  BOOST_REQUIRE(dataset.clips.size() == 1u);
  BOOST_REQUIRE(dataset.clips[0].truth.size() == 2u);
  BOOST_TEST((dataset.clips[0].truth[0].at(0) == CropWindow{10, 0, 120, 360}));
  BOOST_TEST((dataset.clips[0].truth[0].at(1) == CropWindow{0, 0, 115, 360}));
  BOOST_TEST((dataset.clips[0].truth[1].at(0) == CropWindow{20, 0, 120, 360}));
}

BOOST_AUTO_TEST_CASE(windows_as_analyze_writes_them_are_read) {
  const TemporaryFolder folder;
  write(folder / "w.csv", "frame,time,x,y,w,h\n0,0,1.5,0,270,480\n1,0.04,2,0,270,480\n");
  const ShownWindows windows = read_windows(folder / "w.csv");
  BOOST_TEST(windows.first.size() == 2u);
  BOOST_TEST((windows.first.at(0) == CropWindow{1.5, 0, 270, 480}));
  BOOST_TEST(windows.second.empty());
}

BOOST_AUTO_TEST_CASE(a_second_window_is_read_where_there_is_one) {
  const TemporaryFolder folder;
  write(folder / "w.csv",
        "frame,time,x,y,w,h,x2,y2,w2,h2\n0,0,1,0,90,80,200,1,90,80\n1,0.04,2,0,90,80,,,,\n");
  const ShownWindows windows = read_windows(folder / "w.csv");
  BOOST_TEST(windows.at(0).size() == 2u);
  BOOST_TEST((windows.second.at(0) == CropWindow{200, 1, 90, 80}));
  BOOST_TEST(windows.at(1).size() == 1u);
  BOOST_TEST(windows.at(2).empty());
}

BOOST_AUTO_TEST_CASE(what_is_wrong_with_a_folder_is_said_with_its_name) {
  const TemporaryFolder folder;
  BOOST_TEST(contains(problem_of(folder / "nowhere"), "nowhere"));
  write(folder / "videos/a.mp4", "");
  BOOST_TEST(contains(problem_of(folder.path()), "neither boxes/ nor annotations/"));
  write(folder / "boxes/b.csv", "frame,x,y,w,h\n0,1,2,3,4\n");
  BOOST_TEST(contains(problem_of(folder.path()), "no video for the clip 'b'"));
}

BOOST_AUTO_TEST_CASE(a_missing_column_and_a_number_that_is_none_are_named) {
  const TemporaryFolder folder;
  write(folder / "videos/a.mp4", "");
  write(folder / "boxes/a.csv", "frame,x,y,w\n0,1,2,3\n");
  BOOST_TEST(contains(problem_of(folder.path()), "no column 'h'"));
  write(folder / "boxes/a.csv", "frame,x,y,w,h\n0,one,2,3,4\n");
  BOOST_TEST(contains(problem_of(folder.path()), "'one' in column 'x'"));
  write(folder / "boxes/a.csv", "frame,x,y,w,h\n0,1,2,3\n");
  BOOST_TEST(contains(problem_of(folder.path()), "line 2 has 4 cells, not 5"));
}

BOOST_AUTO_TEST_SUITE_END()
