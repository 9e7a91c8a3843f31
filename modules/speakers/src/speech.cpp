#include "smartcrop/speakers/speech.hpp"

#include <algorithm>
#include <cmath>

#include "smartcrop/subjects/model_files.hpp"
#include "sound_reader.hpp"
#include "speech_network.hpp"

namespace smartcrop {
namespace {

/// Steps that are computed at once.
constexpr std::size_t kBatch = 32;
/// Sound is read in parts of kPart_s; the network also gets the kWarmUpSteps before each part.
constexpr double kPart_s = 1875 * Speech::kStep_s;
constexpr std::ptrdiff_t kWarmUpSteps = 16;
constexpr double kWarmUp_s = kWarmUpSteps * Speech::kStep_s;

}  // namespace

struct SpeechDetector::State {
  std::optional<internal::SpeechNetwork> network;
};

SpeechDetector::SpeechDetector(const std::string& model) : state_(std::make_unique<State>()) {
  const std::string file = model.empty() ? find_speech_model().value_or("") : model;
  if (!file.empty()) state_->network.emplace(file);
}

SpeechDetector::~SpeechDetector() = default;
SpeechDetector::SpeechDetector(SpeechDetector&&) noexcept = default;
SpeechDetector& SpeechDetector::operator=(SpeechDetector&&) noexcept = default;

bool SpeechDetector::is_available() const {
  return state_->network.has_value();
}

std::vector<float> SpeechDetector::detect(std::span<const float> samples) const {
  std::vector<float> probabilities;
  if (!is_available()) return probabilities;
  internal::SpeechNetwork::Memory memory;
  for (std::size_t step = 0, steps = samples.size() / kSpeechStep; step < steps; step += kBatch) {
    const std::size_t count = std::min(kBatch, steps - step) * kSpeechStep;
    const auto part = state_->network->run(samples.subspan(step * kSpeechStep, count), memory);
    probabilities.insert(probabilities.end(), part.begin(), part.end());
  }
  return probabilities;
}

std::optional<std::string> find_speech_model() {
  return find_model("silero-vad-16k.f32");
}

std::vector<Speech> hear_speech(const std::string& path, Time start_time, std::span<const TimeRange> ranges,
                                const SpeechDetector& detector, const CancellationToken& cancellation) {
  std::vector<Speech> heard;
  if (!detector.is_available() || ranges.empty()) return heard;
  internal::SoundReader sound(path, start_time, cancellation);
  if (!sound.has_sound()) return heard;
  for (const TimeRange& range : ranges) {
    const auto parts = static_cast<int>(std::ceil((range.end_s - range.start_s) / kPart_s));
    for (int i = 0; i < parts; ++i) {
      const double start_s = range.start_s + i * kPart_s;
      cancellation.throw_if_canceled();
      const double end_s = std::min(start_s + kPart_s, range.end_s);
      std::vector<float> part = detector.detect(sound.read(start_s - kWarmUp_s, end_s));
      part.erase(part.begin(), part.begin() + std::min<std::ptrdiff_t>(kWarmUpSteps, std::ssize(part)));
      heard.push_back({start_s, std::move(part)});
    }
  }
  return heard;
}

}  // namespace smartcrop
