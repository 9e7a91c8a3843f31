#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <opencv2/core.hpp>
#include <string>
#include <vector>

#include "../../modules/analysis/src/subject_detectors.hpp"
#include "subjects/subjects_support.hpp"
#include "support/skip.hpp"

using namespace smartcrop;
using namespace smartcrop::test;
using smartcrop::internal::LazyFaceMesh;
using smartcrop::internal::measure_turns;

namespace {

bool skip_without_a_face(const std::vector<SmallFrame>& frames) {
  return frames.empty() || !find_face_model() ||
         skips(!find_face_mesh_model(), "the face mesh model", "scripts/fetch-models");
}

/// The largest face alone.
FrameDetections face_in(const SmallFrame& frame) {
  const auto faces = FaceDetector().detect(frame);
  BOOST_REQUIRE(!faces.empty());
  return {frame.index, {}, {std::ranges::max(faces, {}, [](const FaceBox& face) { return face.box.w; })}};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(analysis_face_turns)

BOOST_AUTO_TEST_CASE(a_man_who_looks_to_the_right_is_turned_there_and_to_the_left_in_a_mirror) {
  const std::string path = eval_file("people/videos/talk-restaurant.mp4");
  if (path.empty()) return;
  const auto frames = one_a_second(path, 1, 5);
  if (skip_without_a_face(frames)) return;
  const LazyFaceMesh mesh;
  for (const SmallFrame& frame : frames) {
    FrameDetections found = face_in(frame), mirrored = found;
    SmallFrame other = frame;
    for (cv::Mat SmallFrame::*plane : {&SmallFrame::luma, &SmallFrame::cb, &SmallFrame::cr}) {
      cv::Mat flipped;  // not in place: copies of a frame share their pictures
      if (!(frame.*plane).empty()) cv::flip(frame.*plane, flipped, 1);
      other.*plane = flipped;
    }
    CropWindow& box = mirrored.faces[0].box;
    box.x = frame.geometry.source.width - box.x - box.w;
    measure_turns(mesh, frame, found);
    measure_turns(mesh, other, mirrored);
    BOOST_REQUIRE(found.faces[0].turn.has_value());
    BOOST_REQUIRE(mirrored.faces[0].turn.has_value());
    BOOST_TEST(*found.faces[0].turn > 0.05);
    BOOST_TEST(*found.faces[0].turn < 0.7);
    BOOST_TEST(std::abs(*found.faces[0].turn + *mirrored.faces[0].turn) < 0.15);
  }
}

BOOST_AUTO_TEST_CASE(two_faces_that_are_large_enough_are_measured) {
  const auto frames = frames_with_a_face(1);
  if (skip_without_a_face(frames)) return;
  FrameDetections found = face_in(frames[0]);
  const FaceBox face = found.faces[0];
  FaceBox smaller = face, smallest = face, tiny = face;
  smaller.box.w *= 0.97, smallest.box.w *= 0.94, tiny.box.w = 19.0 * frames[0].geometry.block;
  const LazyFaceMesh mesh;
  found.faces = {tiny, smallest, face, smaller};
  measure_turns(mesh, frames[0], found);
  BOOST_TEST(!found.faces[0].turn.has_value());
  BOOST_TEST(!found.faces[1].turn.has_value());
  BOOST_TEST(found.faces[2].turn.has_value());
  BOOST_TEST(found.faces[3].turn.has_value());
  found.faces = {tiny};
  measure_turns(mesh, frames[0], found);
  BOOST_TEST(!found.faces[0].turn.has_value());
}

BOOST_AUTO_TEST_CASE(what_is_no_face_has_no_turn) {
  if (skips(!find_face_mesh_model(), "the face mesh model", "scripts/fetch-models")) return;
  FrameDetections found{{0}, {}, {{{10, 10, 40, 40}, 0.9}}};
  measure_turns(LazyFaceMesh(), flat_frame({64, 64}, 100), found);
  BOOST_TEST(!found.faces[0].turn.has_value());
}

BOOST_AUTO_TEST_SUITE_END()
