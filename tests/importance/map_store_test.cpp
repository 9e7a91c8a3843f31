// Known answers of the store of maps: maps keep their values, also after they were taken out of memory.
#include "smartcrop/importance/map_store.hpp"

#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <filesystem>
#include <opencv2/core.hpp>
#include <string>
#include <vector>

namespace smartcrop {
namespace {

cv::Mat map_of(int value) {
  return {54, 96, CV_8UC1, cv::Scalar(value % 256)};
}

bool same(const cv::Mat& a, const cv::Mat& b) {
  return a.type() == b.type() && a.size() == b.size() && cv::norm(a, b, cv::NORM_INF) == 0;
}

/// Sets a variable of the environment while it lives.
class Variable {
 public:
  Variable(const char* name, const std::string& value) : name_(name) {
    if (const char* old = std::getenv(name)) old_ = old, had_ = true;
    setenv(name, value.c_str(), 1);
  }
  ~Variable() { had_ ? setenv(name_, old_.c_str(), 1) : unsetenv(name_); }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;

 private:
  const char* name_;
  std::string old_;
  bool had_ = false;
};

std::vector<cv::Mat> stored_maps(int count) {
  std::vector<cv::Mat> maps(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) maps[static_cast<std::size_t>(i)] = stored(map_of(i));
  return maps;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(importance_map_store)

BOOST_AUTO_TEST_CASE(maps_of_several_files_keep_their_values_when_they_are_released) {
  const std::vector<cv::Mat> maps = stored_maps(3000);  // 15 MB
  release_stored_maps();
  for (int i = 0; i < 3000; ++i) BOOST_REQUIRE(same(maps[static_cast<std::size_t>(i)], map_of(i)));
}

BOOST_AUTO_TEST_CASE(a_map_lives_as_long_as_what_shares_it) {
  cv::Mat kept;
  {
    const std::vector<cv::Mat> maps = stored_maps(2000);
    kept = maps[3](cv::Rect(1, 1, 5, 5));
  }
  const cv::Mat later = stored(map_of(9));
  BOOST_TEST(same(kept, cv::Mat(5, 5, CV_8UC1, cv::Scalar(3))));
  BOOST_TEST(same(later, map_of(9)));
}

BOOST_AUTO_TEST_CASE(a_part_of_a_map_and_several_channels_are_stored_as_they_are) {
  cv::Mat flow(20, 30, CV_8SC2);
  for (int y = 0; y < flow.rows; ++y)
    for (int x = 0; x < flow.cols; ++x) flow.at<cv::Vec<schar, 2>>(y, x) = {schar(y), schar(-x)};
  const cv::Mat part = flow(cv::Rect(3, 4, 7, 8));
  BOOST_TEST(same(stored(part), part));
  BOOST_TEST(stored(cv::Mat()).empty());
}

BOOST_AUTO_TEST_CASE(a_stored_map_that_is_written_anew_does_not_change_others) {
  cv::Mat first = stored(map_of(1));
  const cv::Mat second = stored(map_of(2));
  cv::Mat(300, 300, CV_32F, cv::Scalar(5)).copyTo(first);
  BOOST_TEST(same(second, map_of(2)));
}

BOOST_AUTO_TEST_CASE(without_a_folder_for_files_maps_lie_in_memory) {
  const Variable folder("TMPDIR", "/no/such/folder");
  const std::vector<cv::Mat> maps = stored_maps(2000);  // more than a file holds
  for (int i = 0; i < 2000; ++i) BOOST_REQUIRE(same(maps[static_cast<std::size_t>(i)], map_of(i)));
}

BOOST_AUTO_TEST_CASE(the_files_have_no_names) {
  const std::filesystem::path path = std::filesystem::temp_directory_path() / "smartcrop-map-store-test";
  std::filesystem::create_directories(path);
  const Variable folder("TMPDIR", path.string());
  const std::vector<cv::Mat> maps = stored_maps(2000);
  BOOST_TEST(std::filesystem::is_empty(path));
  std::filesystem::remove_all(path);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace smartcrop
