#include "smartcrop/interchange/csv_plan.hpp"

#include <boost/test/unit_test.hpp>

#include "interchange/plans.hpp"
#include "smartcrop/core/error.hpp"
#include "support/thrown.hpp"

using namespace smartcrop;
using namespace smartcrop::test;

namespace {

std::string complaint(const std::string& csv) {
  return thrown<Error>([&] { read_csv_plan(csv, "a.csv"); });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(csv_plan)

BOOST_AUTO_TEST_CASE(what_is_written_reads_back_to_the_same_shots_and_scenes) {
  CropPlan plan = example_plan();
  plan.shots[0].keyframes[0].easing = Easing::cubic;
  plan.shots[0].keyframes[0].velocity = {0.1, -3.25, 0, 1e-7};
  plan.shots[0].keyframes[1].time = seconds(1001, 30000);
  plan.scenes = {{seconds(1), seconds(3), 2.5}, {seconds(4), std::nullopt, 0.75}};
  const CropPlan back = read_csv_plan(write_csv_plan(plan), "a.csv");
  BOOST_CHECK((back.shots == plan.shots));
  BOOST_CHECK((back.scenes == plan.scenes));
}

BOOST_AUTO_TEST_CASE(five_columns_are_enough) {
  const CropPlan plan = read_csv_plan("time,x,y,w,h\n0,10,0,200,360\n00:00:02.5,20,0,200,360\n", "a.csv");
  BOOST_REQUIRE(plan.shots.size() == 1U);
  BOOST_TEST(plan.shots[0].keyframes.size() == 2U);
  BOOST_TEST(plan.shots[0].keyframes[1].time.value() == 2.5);
  BOOST_TEST(!plan.shots[0].end.has_value());
}

BOOST_AUTO_TEST_CASE(complaints_name_line_and_column) {
  BOOST_TEST(complaint("time,x,y,w,h\n0,ten,0,200,360\n") == "a.csv:2: x: must be a number, is 'ten'");
  BOOST_TEST(complaint("time,x,y,w,h\n0,1,0,200,360\nsoon,1,0,2,3\n") ==
             "a.csv:3: time: must be a time such as 12.5 or 00:01:02.5, is 'soon'");
  BOOST_TEST(complaint("time,x,y,w\n0,1,0,200\n") == "a.csv:1: column 'h' is missing");
  BOOST_TEST(complaint("time,x,y,w,h,zoom\n0,1,0,200,3,1\n") == "a.csv:1: 'zoom' is not a known column");
  BOOST_TEST(complaint("time,x,y,w,h\n") == "a.csv: holds no keyframes");
  BOOST_TEST(complaint("time,x,y,w,h,easing\n0,1,0,200,3,bouncy\n") ==
             "a.csv:2: easing: must be one of linear, smoothstep, cubic, is 'bouncy'");
}

BOOST_AUTO_TEST_SUITE_END()
