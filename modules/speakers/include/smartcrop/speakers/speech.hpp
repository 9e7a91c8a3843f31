#pragma once

// The sound of a video -> whether somebody speaks, every 32 ms.
//
// Silero VAD (snakers4, MIT), a network of four convolutions and one LSTM cell over the short-time spectrum
// of 16 kHz mono sound, is computed here, because OpenCV's dnn cannot read its file. It does not take music
// and noise for speech. Cost: see docs/methods.md.

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "smartcrop/core/progress.hpp"
#include "smartcrop/core/time.hpp"

namespace smartcrop {

/// The network's sound: samples per second, and samples per step.
inline constexpr int kSpeechRate = 16000, kSpeechStep = 512;

/// Probability of speech over a range of time.
struct Speech {
  double start_s = 0;  ///< since the source's first frame
  std::vector<float> probability = {};

  static constexpr double kStep_s = static_cast<double>(kSpeechStep) / kSpeechRate;
  double end_s() const { return start_s + kStep_s * static_cast<double>(probability.size()); }
};

/// Tells speech from other sound. Thread-safe; probabilities have the same bits with any number of threads.
class SpeechDetector {
 public:
  /// `model`: path of the weights; empty = find_speech_model(). Throws Error if a file that was given is
  /// missing, or the file is not readable.
  explicit SpeechDetector(const std::string& model = {});
  ~SpeechDetector();
  SpeechDetector(SpeechDetector&&) noexcept;
  SpeechDetector& operator=(SpeechDetector&&) noexcept;

  /// Whether the model is installed (scripts/fetch-models gets it).
  bool is_available() const;

  /// One probability per whole step of 512 samples, -1..1, at 16 kHz. Before `samples` there was silence.
  /// Empty without the model.
  std::vector<float> detect(std::span<const float> samples) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Path of the weights, searched for like find_face_model(); nullopt if they are not installed.
std::optional<std::string> find_speech_model();

/// A range of time since the source's first frame, s.
struct TimeRange {
  double start_s = 0, end_s = 0;
};

/// The speech in ranges (ascending, not overlapping) of a file's sound: its default audio stream, else the
/// best one. A long range is returned in consecutive parts. `start_time`: see VideoInfo. Empty if there is no
/// sound or it cannot be read at all; damaged parts count as silence. Throws Error if the file does not open,
/// Canceled.
std::vector<Speech> hear_speech(const std::string& path, Time start_time, std::span<const TimeRange> ranges,
                                const SpeechDetector& detector, const CancellationToken& cancellation = {});

}  // namespace smartcrop
