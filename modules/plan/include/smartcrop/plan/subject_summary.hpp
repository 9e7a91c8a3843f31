#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "smartcrop/core/crop_window.hpp"
#include "smartcrop/core/shot.hpp"

namespace smartcrop {

/// A subject of one shot, as in the analysis document.
struct SubjectSummary {
  int number = 1;           ///< 1, 2, ... over the video; `--follow` and `--ignore` take it
  std::size_t shot = 0;     ///< index of the shot
  std::string kind = {};    ///< "person", "animal", "vehicle", "ball" or "other"
  std::string name = {};    ///< for people to read: "person 2", "dog 5"
  double score = 0;         ///< mean probability over the shot that the shot is about it, 0..1
  double confidence = 0;    ///< mean score of its detections, 0..1
  std::string reason = {};  ///< one line for people: why the score is what it is
  /// Its place in analyzed frames, ascending.
  struct Place {
    FrameIndex frame = {};
    CropWindow box = {};   ///< displayed px
    CropWindow face = {};  ///< width 0 = no face seen
    bool operator==(const Place&) const = default;
  };
  std::vector<Place> places = {};
  bool operator==(const SubjectSummary&) const = default;
};

/// The place of a subject at a time of its shot, interpolated; nullopt if it is not seen then. The frames of
/// a shot are taken as evenly spaced.
std::optional<SubjectSummary::Place> place_at(const SubjectSummary& subject, const Shot& shot, Time time);

/// The time of a frame of a shot whose frames are evenly spaced.
Time time_in(const Shot& shot, FrameIndex frame);

/// The position of a time in such a shot, in frames, with a fraction.
double frame_in(const Shot& shot, Time time);

/// The best place for a picture of the subject, where it is large, complete and shows its face.
struct Portrait {
  Time time;
  CropWindow box;  ///< with a margin, inside the frame
};
/// nullopt for a subject without places.
std::optional<Portrait> portrait_of(const SubjectSummary& subject, const Shot& shot, cv::Size source);

/// How long a subject is seen, s.
double seen_s(const SubjectSummary& subject, const Shot& shot);

/// Who speaks in a shot with two or more faces.
struct SpeakerSummary {
  std::size_t shot = 0;     ///< index of the shot
  std::string reason = {};  ///< one line for people: how it is known, or why it is not
  /// A subject that speaks, in frames [start, end).
  struct Turn {
    int subject = 1;  ///< SubjectSummary::number
    FrameIndex start = {}, end = {};
    bool operator==(const Turn&) const = default;
  };
  std::vector<Turn> turns = {};  ///< ascending, not overlapping; empty = unknown
  bool operator==(const SpeakerSummary&) const = default;
};

/// The number of the subject who speaks in a frame of a shot; 0 if unknown.
int speaker_at(std::span<const SpeakerSummary> speakers, std::size_t shot, FrameIndex frame);

}  // namespace smartcrop
