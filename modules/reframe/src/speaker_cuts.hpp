#pragma once

// A window that jumps from one speaker to the next: the shot is solved in pieces, as if each were a shot.

#include <functional>
#include <vector>

#include "smartcrop/reframe/camera_path.hpp"
#include "smartcrop/reframe/subject_choice.hpp"

namespace smartcrop::internal {

/// Whether windows follow the speakers: speakers are known, and their heads do not fit into one window.
bool shows_speakers(const SubjectChoice& choice, const PathRequest& request);

/// One window per frame of the request.
using PieceSolver =
    std::function<std::vector<CropWindow>(const ShotImportance&, const PathRequest&, const SubjectChoice&)>;

/// Windows and cuts of the whole request; its shares are not set. Pieces between which the window would jump
/// by less than a third of itself are solved as one.
CameraPath path_with_cuts(const ShotImportance& importance, const PathRequest& request,
                          const SubjectChoice& choice, const PieceSolver& solve);

}  // namespace smartcrop::internal
