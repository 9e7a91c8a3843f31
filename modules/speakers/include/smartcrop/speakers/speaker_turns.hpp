#pragma once

// Mouths of the faces of a shot -> who speaks, and when.
//
// The speed of a mouth is the mean change of its opening over about a second. The probability that a face
// speaks is its squared speed divided by the sum of all squared speeds and that of a mouth at rest. Turns are
// the sequence of speakers with the most evidence, less a price for each change, none shorter than
// min_dwell_s (exact, by dynamic programming). If the sound has speech, mouths count only while it is heard,
// and a mouth that moves with the speech and rests in its pauses is preferred to one that chews or laughs.
// Cost: far below a ms per second of video. Deterministic, thread-safe.

#include <span>
#include <string>
#include <vector>

#include "smartcrop/core/shot.hpp"
#include "smartcrop/speakers/mouths.hpp"
#include "smartcrop/speakers/speech.hpp"
#include "smartcrop/subjects/subject_tracks.hpp"

namespace smartcrop {

struct SpeakerOptions {
  /// Shortest time that a speaker is shown, s, 0 to 60. Chosen by taste: shorter looks hasty.
  double min_dwell_s = 1.2;
  /// The speed of a mouth is averaged over this time before and after each moment, with weights that fall
  /// with distance, s, above 0.
  double reach_s = 0.7;
  /// Speed of the opening of a mouth at rest, per second, above 0. Measured at 320x180: listeners .03 to .15,
  /// speakers .3 to .9.
  double rest_speed = 0.2;
  /// Price of a change of speakers in units of evidence, >= 0. Evidence is the logarithm of the ratio of
  /// probabilities, summed over seconds.
  double change_price = 0.4;
  /// What full agreement of a mouth with the speech adds to that logarithm, >= 0.
  double agreement_weight = 1.5;
  /// How long before a mouth begins to move the picture cuts to it, s, 0 to 1.
  double lead_s = 0.1;
  /// Mouths of faces turned farther aside are ignored (see face_turn()), above 0.
  double max_turn = 0.35;
  /// Lowest mean probability of the speakers, 0..1.
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
  one_face,     ///< there are never two faces that could be speaking
  unseen,       ///< faces are turned aside, or their points were not found
  mouths_rest,  ///< no mouth moves like that of a speaker
};

/// Who speaks in a shot; unknown in frames outside all turns.
struct SpeakerTurns {
  std::vector<SpeakerTurn> turns;  ///< ascending, not overlapping
  SpeakerDoubt doubt = SpeakerDoubt::one_face;
  bool heard = false;  ///< speech in the sound was used
  /// Share of the time in turns (with speech, if the sound was used) in which a second mouth moves faster
  /// than one at rest, 0..1.
  double overlap = 0;
};

/// The analyzed frames of a shot.
struct AnalyzedFrames {
  std::span<const FrameIndex> index;  ///< ascending
  std::span<const Time> time;         ///< of the same frames
  double step_s = 0.1;                ///< between them
};

/// `mouths`: runs in any order; those outside the shot are ignored. `sound`: speech during the shot; empty =
/// not used. Throws std::invalid_argument (options).
SpeakerTurns find_speakers(std::span<const Subject> subjects, const AnalyzedFrames& frames,
                           std::span<const MouthRun> mouths, std::span<const Speech> sound = {},
                           const SpeakerOptions& options = {});

/// Probability that each subject speaks, by subject, then analyzed frame: for frames too far apart to find
/// turns in, such as those of a fixed window. `mouths`: two or more measurements around a frame each. 0 for
/// all subjects where fewer than two have faces, or no mouth was seen.
std::vector<std::vector<double>> speaking_probabilities(std::span<const Subject> subjects,
                                                        const AnalyzedFrames& frames,
                                                        std::span<const MouthRun> mouths,
                                                        const SpeakerOptions& options = {});

}  // namespace smartcrop
