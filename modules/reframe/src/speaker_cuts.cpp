#include "speaker_cuts.hpp"

#include <algorithm>
#include <cmath>

#include "heads.hpp"

namespace smartcrop::internal {
namespace {

/// Jumps of less than this share of the window along both axes look like errors.
constexpr double kShortestJump = 1.0 / 3;

/// Gives all probability to the speaker in frames with a known speaker.
SubjectChoice about_speakers(const SubjectChoice& choice) {
  SubjectChoice result = choice;
  for (const SpeakerTurn& turn : choice.speakers.turns) {
    const Subject& speaker = choice.subjects[turn.subject];
    for (std::size_t t = std::max(turn.first, speaker.first); t < std::min(turn.end, speaker.end()); ++t) {
      for (std::size_t k = 0; k < choice.subjects.size(); ++k)
        if (!choice.subjects[k].must_stay) result.probability[k][t] = 0;
      result.probability[turn.subject][t] = 1;
      result.subjects[turn.subject].boxes[t - speaker.first] = framed_box(speaker, t);
      result.elsewhere[t] = 0;
    }
  }
  return result;
}

template <class Value>
std::vector<Value> range_of(const std::vector<Value>& values, std::size_t first, std::size_t end) {
  return {values.begin() + static_cast<std::ptrdiff_t>(first),
          values.begin() + static_cast<std::ptrdiff_t>(end)};
}

/// The analyzed frames [first, end).
ShotImportance piece_of(const ShotImportance& shot, std::size_t first, std::size_t end) {
  ShotImportance piece{.grid = shot.grid, .step_s = shot.step_s};
  piece.frame_index = range_of(shot.frame_index, first, end);
  piece.time = range_of(shot.time, first, end);
  piece.cells = range_of(shot.cells, first, end);
  piece.scale = range_of(shot.scale, first, end);
  piece.motion_trust = range_of(shot.motion_trust, first, end);
  piece.seams = shot.seams;
  piece.insets = shot.insets;
  return piece;
}

SubjectChoice piece_of(const SubjectChoice& shot, std::size_t first, std::size_t end) {
  SubjectChoice piece;
  for (std::size_t k = 0; k < shot.subjects.size(); ++k) {
    const Subject& whole = shot.subjects[k];
    const std::size_t from = std::max(first, whole.first), to = std::min(end, whole.end());
    if (from >= to) continue;
    Subject& subject = piece.subjects.emplace_back(whole);
    subject.first = from - first;
    subject.boxes = range_of(whole.boxes, from - whole.first, to - whole.first);
    subject.faces = range_of(whole.faces, from - whole.first, to - whole.first);
    if (!whole.turns.empty()) subject.turns = range_of(whole.turns, from - whole.first, to - whole.first);
    piece.probability.push_back(range_of(shot.probability[k], first, end));
    piece.importance_share.push_back(shot.importance_share[k]);
  }
  piece.elsewhere = range_of(shot.elsewhere, first, end);
  piece.matters = range_of(shot.matters, first, end);
  return piece;
}

/// The analyzed frames at which one turn ends and another speaker's begins.
std::vector<std::size_t> changes_of(const std::vector<SpeakerTurn>& turns) {
  std::vector<std::size_t> changes;
  for (std::size_t i = 1; i < turns.size(); ++i)
    if (turns[i].first == turns[i - 1].end && turns[i].subject != turns[i - 1].subject)
      changes.push_back(turns[i].first);
  return changes;
}

bool is_jump(const CropWindow& from, const CropWindow& to) {
  return std::abs(to.x - from.x) >= kShortestJump * from.w ||
         std::abs(to.y - from.y) >= kShortestJump * from.h;
}

}  // namespace

bool shows_speakers(const SubjectChoice& choice, const PathRequest& request) {
  const std::vector<SpeakerTurn>& turns = choice.speakers.turns;
  if (turns.empty()) return false;
  const CropWindow seen = request.safe_zone.uncovered(window_at({}, request.window));
  const cv::Size uncovered(static_cast<int>(seen.w), static_cast<int>(seen.h));
  bool changes = false, fits = true;
  for (std::size_t i = 1; i < turns.size(); ++i) {
    const Subject &a = choice.subjects[turns[i - 1].subject], &b = choice.subjects[turns[i].subject];
    const std::size_t t = turns[i].first;
    if (turns[i].subject == turns[i - 1].subject || !a.is_there(t) || !b.is_there(t)) continue;
    changes = true;
    fits = fits && fit_together(head_of(a, t), head_of(b, t), uncovered);
  }
  return !(changes && fits);
}

CameraPath path_with_cuts(const ShotImportance& importance, const PathRequest& request,
                          const SubjectChoice& choice, const PieceSolver& solve) {
  const SubjectChoice speaking = about_speakers(choice);
  std::vector<std::size_t> changes = changes_of(choice.speakers.turns);
  while (true) {
    CameraPath path;
    std::vector<std::size_t> kept;
    for (std::size_t i = 0; i <= changes.size(); ++i) {
      const std::size_t first = i > 0 ? changes[i - 1] : 0;
      const std::size_t end = i < changes.size() ? changes[i] : importance.size();
      PathRequest frames = request;
      if (i > 0) frames.start_frame = importance.frame_index[first];
      if (i < changes.size()) frames.end_frame = importance.frame_index[end];
      const std::vector<CropWindow> windows =
          solve(piece_of(importance, first, end), frames, piece_of(speaking, first, end));
      if (i > 0 && is_jump(path.windows.back(), windows.front())) {
        kept.push_back(first);
        path.cuts.push_back(path.windows.size());
      }
      path.windows.insert(path.windows.end(), windows.begin(), windows.end());
    }
    if (kept.size() == changes.size()) return path;
    changes = std::move(kept);
  }
}

}  // namespace smartcrop::internal
