#pragma once

// Which subject a shot is about, moment by moment.
//
// In each analyzed frame every subject has a score, a weighted sum of its features (see SubjectWeights).
// "Elsewhere", the place of the most importance, has a score, too, for things that no detector knows. The
// softmax of the scores, smoothed over time, is the probability that the shot is about each. The weights were
// fitted on 43 labeled clips of people, hands, conversations, sport and animals; docs/methods.md has a table
// of what each adds (leave-one-out). Cost: about 0.02 ms per analyzed frame and subject. Deterministic,
// thread-safe.

#include <optional>
#include <string>
#include <vector>

#include "smartcrop/importance/shot_importance.hpp"
#include "smartcrop/speakers/speaker_turns.hpp"
#include "smartcrop/subjects/subject_tracks.hpp"

namespace smartcrop {

/// Weights of the features. "Share" is the share of the frame's importance map.
struct SubjectWeights {
  double bias = 0.43;
  double log_area = 1.24;     ///< of ln(box area / 5 % of the frame)
  double log_share = 2.26;    ///< of ln(.05 + share in the box)
  double log_density = 2.30;  ///< of ln(.3 + share in the box / (box area in frames + .03))
  double presence = 0.86;     ///< of the share of the shot's frames in which the subject is there
  double confidence = 0.53;   ///< of the mean score of its detections
  double hit_rate = 0.48;     ///< of the share of chances that detected it
  double elsewhere_bias = -0.43;
  double elsewhere_trust = -0.38;  ///< of the trust in the frame's motion, 0..1
  double elsewhere_best = 0.42;    ///< of the largest log_share term of the subjects that are there
  /// Factor on all scores, above 0; larger values make probabilities more extreme. Plateau: 0.35..1.5, and
  /// 0.35..0.5 for windows narrower than 9:16.
  double sharpness = 0.5;
  /// Standard deviation of the smoothing of features and probabilities over time, s, > 0. Plateau: 0.3..1.
  double smooth_s = 0.6;
};

/// The subjects of one shot, and the probability that the shot is about each.
struct SubjectChoice {
  std::vector<Subject> subjects;
  /// By subject, then analyzed frame: probability that the shot is about it, 0..1; 0 in frames without it.
  std::vector<std::vector<double>> probability;
  std::vector<double> elsewhere;         ///< per analyzed frame: probability of "elsewhere"
  std::vector<double> importance_share;  ///< by subject: mean share of the importance that its box holds
  /// Per analyzed frame, 0..1: whether anything matters, that is a subject that can move, or certain motion.
  std::vector<double> matters;
  /// Who speaks, if known: the shot is then about the speaker, regardless of the probabilities.
  SpeakerTurns speakers;
  /// The subject that the user wants to follow, and the text of that wish.
  struct Requested {
    std::size_t subject = 0;
    std::string wish;
  };
  std::optional<Requested> requested;

  /// Mean probability of a subject over the shot.
  double share(std::size_t subject) const;
};

/// `importance`: of the same shot and the same analyzed frames as the subjects.
SubjectChoice choose_subjects(std::vector<Subject> subjects, const ShotImportance& importance,
                              const SubjectWeights& weights = {});

/// Divides the probability of the people in a conversation anew. As far as it is probable that one of them
/// speaks, this one gets the sum of all; as far as nobody speaks, each keeps its own. `speaking`: see
/// speaking_probabilities().
void favor_speakers(SubjectChoice& choice, const std::vector<std::vector<double>>& speaking);

}  // namespace smartcrop
