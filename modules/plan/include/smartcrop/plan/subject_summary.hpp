#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "smartcrop/core/crop_window.hpp"
#include "smartcrop/core/shot.hpp"

namespace smartcrop {

/// A subject of one shot, as an analysis document tells it.
struct SubjectSummary {
  int number = 1;           ///< 1, 2, ... over the video; `--follow` and `--ignore` take it
  std::size_t shot = 0;     ///< index of the shot
  std::string kind = {};    ///< "person", "animal", "vehicle", "ball" or "other"
  std::string name = {};    ///< for people to read: "person 2", "dog 5"
  double score = 0;         ///< mean probability over the shot that the shot is about it, 0..1
  double confidence = 0;    ///< mean score of its detections, 0..1
  std::string reason = {};  ///< one line in plain words: what the score comes from
  /// Where it is, in analyzed frames, ascending.
  struct Place {
    FrameIndex frame = {};
    CropWindow box = {};   ///< displayed px
    CropWindow face = {};  ///< width 0: no face is seen
    bool operator==(const Place&) const = default;
  };
  std::vector<Place> places = {};
  bool operator==(const SubjectSummary&) const = default;
};

/// Where the subject is at a time of its shot, between its places; nullopt where it is not there. Frames of
/// the shot count as evenly spaced.
std::optional<SubjectSummary::Place> place_at(const SubjectSummary& subject, const Shot& shot, Time time);

/// The time of a frame of a shot, whose frames count as evenly spaced.
Time time_in(const Shot& shot, FrameIndex frame);

/// The frame of such a shot that is shown at a time, with what part of it has passed.
double frame_in(const Shot& shot, Time time);

/// Where a picture of the subject is best taken: it is large there, with a face, and whole.
struct Portrait {
  Time time;
  CropWindow box;  ///< with a little around it, inside a frame of `source` px
};
/// nullopt for a subject without places.
std::optional<Portrait> portrait_of(const SubjectSummary& subject, const Shot& shot, cv::Size source);

/// How long the subject is seen, s.
double seen_s(const SubjectSummary& subject, const Shot& shot);

/// Who speaks in a shot in which two or more faces were seen.
struct SpeakerSummary {
  std::size_t shot = 0;     ///< index of the shot
  std::string reason = {};  ///< one line in plain words: what tells it, or why it is not known
  /// A subject that speaks, in frames [start, end).
  struct Turn {
    int subject = 1;  ///< SubjectSummary::number
    FrameIndex start = {}, end = {};
    bool operator==(const Turn&) const = default;
  };
  std::vector<Turn> turns = {};  ///< ascending, not overlapping; empty: it is not known
  bool operator==(const SpeakerSummary&) const = default;
};

/// Who speaks at a frame of a shot, SubjectSummary::number; 0 where that is not known.
int speaker_at(std::span<const SpeakerSummary> speakers, std::size_t shot, FrameIndex frame);

}  // namespace smartcrop
