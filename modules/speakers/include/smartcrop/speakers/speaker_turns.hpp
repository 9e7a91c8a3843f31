#pragma once

// Mouths of the faces of a shot -> who speaks, and when.
//
// Each face gets the mean speed of its mouth's opening over about a second; its share of all speeds, squared,
// beside that of a mouth at rest is the probability that it speaks. Turns are the speakers over time with the
// most evidence, less a price for each change, none shorter than the dwell. Where there is speech in the
// sound, mouths count while it is heard, and a face whose mouth moves with the speech and rests in its pauses
// is preferred over one that chews, laughs or nods: exact, by dynamic programming. Cost: far below a ms per
// second of video. Deterministic, thread-safe.

#include <span>
#include <string>
#include <vector>

#include "smartcrop/core/shot.hpp"
#include "smartcrop/speakers/mouths.hpp"
#include "smartcrop/speakers/speech.hpp"
#include "smartcrop/subjects/subject_tracks.hpp"

namespace smartcrop {

struct SpeakerOptions {
  /// Shortest time that a speaker is shown, s, 0 to 60. Taste: shorter looks hasty.
  double min_dwell_s = 1.2;
  /// The speed of a mouth is averaged over so long before and after each moment, the nearer the more, s,
  /// above 0.
  double reach_s = 0.7;
  /// Speed of the opening of a mouth at rest, per second, above 0. Measured at 320x180: listeners .03 to .15,
  /// speakers .3 to .9.
  double rest_speed = 0.2;
  /// Evidence that a change of speakers needs, >= 0: logarithm of the ratio of probabilities, summed over
  /// seconds.
  double change_price = 0.4;
  /// What full agreement of a mouth with the speech adds to that logarithm, >= 0.
  double agreement_weight = 1.5;
  /// How long before the mouth begins to move the picture changes to it, s, 0 to 1.
  double lead_s = 0.1;
  /// Faces turned farther aside tell nothing about their mouths (see face_turn()), above 0.
  double max_turn = 0.35;
  /// Lowest mean probability of those who are taken for the speakers, 0..1.
  double min_probability = 0.4;

  std::vector<std::string> problems() const;
};

/// A subject that speaks in the analyzed frames [first, end) of a shot.
struct SpeakerTurn {
  std::size_t first = 0, end = 0;
  std::size_t subject = 0;  ///< index among the subjects of the shot

  bool operator==(const SpeakerTurn&) const = default;
};

/// Why it is not known who speaks.
enum class SpeakerDoubt {
  none,         ///< it is known, in a part of the shot at least
  one_face,     ///< never two faces that could be speaking
  unseen,       ///< mouths are turned aside, or nothing finds them
  mouths_rest,  ///< nobody's mouth moves like that of a speaker
};

/// Who speaks in a shot. Frames outside all turns: not known.
struct SpeakerTurns {
  std::vector<SpeakerTurn> turns;  ///< ascending, not overlapping
  SpeakerDoubt doubt = SpeakerDoubt::one_face;
  bool heard = false;  ///< speech in the sound helped to tell
  /// Share of the time in turns (and with speech, where it is heard) in which a second mouth moves faster
  /// than one at rest, 0..1.
  double overlap = 0;
};

/// The analyzed frames of a shot.
struct AnalyzedFrames {
  std::span<const FrameIndex> index;  ///< ascending
  std::span<const Time> time;         ///< of the same frames
  double step_s = 0.1;                ///< between them
};

/// `mouths`: runs of the shot, in any order; those of other shots do not count. `sound`: of times in the
/// shot, none = not heard. Throws std::invalid_argument (options).
SpeakerTurns find_speakers(std::span<const Subject> subjects, const AnalyzedFrames& frames,
                           std::span<const MouthRun> mouths, std::span<const Speech> sound = {},
                           const SpeakerOptions& options = {});

}  // namespace smartcrop
