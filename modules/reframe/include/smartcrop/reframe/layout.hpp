#pragma once

// Chooses one window or two: for two people far apart, or for shown content and a camera on the presenter's
// face.
//
// Two windows share the output, one above the other if it is taller than wide, else side by side. Each
// follows one subject. If the subjects do not cross, each window stays in its own part of the frame, so that
// nobody is seen twice or cut in half. Cost: below a ms per shot. Deterministic, thread-safe.

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "smartcrop/reframe/camera_path.hpp"
#include "smartcrop/reframe/subject_choice.hpp"

namespace smartcrop {

enum class Layout {
  single,     ///< one window
  stack,      ///< two windows in every shot with two subjects
  automatic,  ///< two windows if two subjects matter at once and one window cannot hold both
};
/// "single", "stack" or "auto"; throws std::invalid_argument.
Layout parse_layout(std::string_view name);

struct LayoutOptions {
  Layout layout = Layout::single;
  /// Layout::automatic: two people matter at once if both are seen in this share of the shot, 0..1, and
  /// either they talk at the same time, or it is not known who speaks and both are about equally probable.
  double min_together = 0.8;
  /// Equally probable: the smaller probability is at least this share of the larger one, 0..1. Chosen by
  /// taste.
  double min_balance = 0.5;
  /// They talk at the same time if both mouths move in this share of the time (SpeakerTurns::overlap), 0..1.
  /// Measured: 0 to .02 for people who take turns, .56 for two people who both talk all the time.
  double min_overlap = 0.3;
  /// A person who takes at most this share of the frame, 0..1, may be a camera picture beside the content.
  /// Camera pictures take a quarter of each side of the frame (.06) or less.
  double max_camera = 0.1;
  /// The same of a face in an inset (importance/insets.hpp): largest share of the frame that the inset takes,
  /// 0..1. Taste: a larger one is half of the picture.
  double max_inset = 0.25;

  std::vector<std::string> problems() const;
};

/// How a shot is shown.
struct ShotLayout {
  std::string reason;  ///< one line for people; empty for Layout::single
  /// The two windows and what each is about; empty = one window. The first shows the left or upper person, or
  /// the content.
  struct Window {
    PathRequest request;
    SubjectChoice about;
  };
  std::vector<Window> windows = {};
};

/// `request`: for a single window, which has the output's aspect ratio. Throws std::invalid_argument
/// (options).
ShotLayout choose_layout(const ShotImportance& importance, const PathRequest& request,
                         const SubjectChoice& choice, const LayoutOptions& options);

}  // namespace smartcrop
