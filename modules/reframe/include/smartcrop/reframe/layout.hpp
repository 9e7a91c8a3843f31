#pragma once

// One window or two: two people far apart, or what is shown and the camera on the face beside it.
//
// Two windows share the output, one above the other where it is taller than wide, else side by side. Each
// follows one subject and stays in its own part of the frame where the two do not cross, so that nobody is
// seen twice or by half. Cost: below a ms per shot. Deterministic, thread-safe.

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "smartcrop/reframe/camera_path.hpp"
#include "smartcrop/reframe/subject_choice.hpp"

namespace smartcrop {

enum class Layout {
  single,     ///< one window
  stack,      ///< two windows wherever there are two subjects
  automatic,  ///< two windows where two subjects matter at once and one window does not hold both
};
/// "single", "stack" or "auto"; throws std::invalid_argument.
Layout parse_layout(std::string_view name);

struct LayoutOptions {
  Layout layout = Layout::single;
  /// Layout::automatic: two people matter at once where both are there in this share of the shot, 0..1, and
  /// either talk over each other, or it is not known who speaks and they are about equals.
  double min_together = 0.8;
  /// Equals: the less probable one has this share of the other's probability, 0..1. Taste.
  double min_balance = 0.5;
  /// They talk over each other where both mouths move in this share of the time (SpeakerTurns::overlap),
  /// 0..1. Measured: talks by turns 0 to .02, two people who talk all the time .56.
  double min_overlap = 0.3;
  /// A face belongs to a camera beside the content where its person takes at most this share of the frame,
  /// 0..1. Face cameras take a quarter of each side of the frame, .06, or less.
  double max_camera = 0.1;
  /// The same of a face in an inset (importance/insets.hpp): largest share of the frame that the inset takes,
  /// 0..1. Taste: a larger one is half of the picture.
  double max_inset = 0.25;

  std::vector<std::string> problems() const;
};

/// How a shot is shown.
struct ShotLayout {
  std::string reason;  ///< one line in plain words; empty for Layout::single
  /// What the windows are for and what each is about; none = one window. The first is the left or upper
  /// person, or the content.
  struct Window {
    PathRequest request;
    SubjectChoice about;
  };
  std::vector<Window> windows = {};
};

/// `request`: of the one window, whose shape is that of the output. Throws std::invalid_argument (options).
ShotLayout choose_layout(const ShotImportance& importance, const PathRequest& request,
                         const SubjectChoice& choice, const LayoutOptions& options);

}  // namespace smartcrop
