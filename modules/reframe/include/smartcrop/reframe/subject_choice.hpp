#pragma once

// Which subject a shot is about, moment by moment.
//
// Each subject gets a score per analyzed frame, a weighted sum of what it is like there (see SubjectWeights);
// so does "elsewhere", the place of the most importance whatever is there, for what no detector knows. The
// softmax of the scores, smoothed over time, is the probability that the shot is about it. The weights were
// fitted on 43 labeled clips of people, hands, conversations, sport and animals; docs/methods.md has the
// table of what each adds, by leave-one-out. Cost: about 0.02 ms per analyzed frame and subject.
// Deterministic, thread-safe.

#include <optional>
#include <string>
#include <vector>

#include "smartcrop/importance/shot_importance.hpp"
#include "smartcrop/speakers/speaker_turns.hpp"
#include "smartcrop/subjects/subject_tracks.hpp"

namespace smartcrop {

/// Weights of the scores. "In the box" and "share" are of the importance map of the frame.
struct SubjectWeights {
  double bias = 0.43;
  double log_area = 1.24;     ///< of ln(box area / 5 % of the frame)
  double log_share = 2.26;    ///< of ln(.05 + share in the box)
  double log_density = 2.30;  ///< of ln(.3 + share in the box / (box area in frames + .03))
  double presence = 0.86;     ///< of the share of the shot's frames in which the subject is there
  double confidence = 0.53;   ///< of the mean score of its detections
  double hit_rate = 0.48;     ///< of the share of chances that detected it
  double elsewhere_bias = -0.43;
  double elsewhere_trust = -0.38;  ///< of how far the motion of the frame is trusted, 0..1
  double elsewhere_best = 0.42;    ///< of the largest log_share term of the subjects that are there
  /// Factor on all scores, above 0: higher decides harder. Plateau: 0.35..1.5, for windows narrower than 9:16
  /// to 0.5.
  double sharpness = 0.5;
  /// Standard deviation in s of the smoothing over time, of features and of probabilities, > 0.
  /// Plateau: 0.3..1.
  double smooth_s = 0.6;
};

/// The subjects of one shot, and how far the shot is about each.
struct SubjectChoice {
  std::vector<Subject> subjects;
  /// By subject, then analyzed frame: probability that the shot is about it, 0..1; 0 where it is not there.
  std::vector<std::vector<double>> probability;
  std::vector<double> elsewhere;         ///< per analyzed frame: that it is about something no detector knows
  std::vector<double> importance_share;  ///< by subject: mean share of the importance that its box holds
  /// Per analyzed frame, 0..1: whether anything matters, a subject that can move or sure motion.
  std::vector<double> matters;
  /// Who speaks, where that is known: the shot is then about the speaker, whatever the probabilities.
  SpeakerTurns speakers;
  /// The subject that the user wants to be followed, and the text of that wish.
  struct Requested {
    std::size_t subject = 0;
    std::string wish;
  };
  std::optional<Requested> requested;

  /// Mean probability of a subject over the shot, its share of the shot.
  double share(std::size_t subject) const;
};

/// `importance` of the same shot and the same analyzed frames as the subjects.
SubjectChoice choose_subjects(std::vector<Subject> subjects, const ShotImportance& importance,
                              const SubjectWeights& weights = {});

}  // namespace smartcrop
