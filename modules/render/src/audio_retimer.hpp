#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "output_clock.hpp"
#include "tempo_filter.hpp"

namespace smartcrop::internal {

/// Moves audio from the source's clock to the output's. Where the speed is 1, samples are unchanged and only
/// shifted by a whole number of samples. Elsewhere the tempo changes and the pitch stays. A stretch with
/// changed tempo has exactly as many samples as the map says, so audio and picture do not drift apart, and is
/// cross-faded at both ends with the source's audio, so that nothing clicks. Memory: about a second of audio.
class AudioRetimer {
 public:
  /// Gets `count` samples of `sound` from index `first` on; `at`: the output sample of the first one, on the
  /// source's clock.
  using Sink = std::function<void(const Sound& sound, std::size_t first, std::size_t count, std::int64_t at)>;

  /// `clock` must have a map.
  AudioRetimer(const OutputClock& clock, int sample_rate, const AVChannelLayout& layout, Sink sink);

  /// Samples of every channel; `at`: the first one's place on the source's clock. Each call continues where
  /// the previous one ended.
  void take(const std::uint8_t* const* channels, std::size_t first, std::size_t count, std::int64_t at);
  void finish();

 private:
  /// Begins at sample `source` of the source, which is sample `output` of the output.
  struct Stretch {
    std::int64_t source, output;
    bool is_plain;
  };
  /// A stretch with changed tempo, in progress.
  struct Run {
    TempoFilter filter;
    std::int64_t begin;     ///< first source sample
    std::int64_t fed;       ///< next source sample for the filter
    std::int64_t to_skip;   ///< output samples before `begin`, to be dropped
    std::int64_t sent = 0;  ///< samples given to the sink
    Sound made;             ///< samples waiting for the sink
  };

  std::int64_t end() const { return base_ + static_cast<std::int64_t>(queue_.front().size()); }
  double map_s(std::int64_t sample) const;
  std::int64_t output_of(std::int64_t sample) const;
  std::int64_t end_of_stretch() const;
  std::int64_t length_of_run() const;
  void go_on();
  bool pass_on();
  bool make_run();
  void start_run();
  void feed_run();
  void send_made();
  std::int64_t fade_samples(std::int64_t total) const;
  void fade(std::int64_t count, std::int64_t total);
  void forget_old();

  const OutputClock& clock_;
  int rate_;
  const AVChannelLayout& layout_;
  Sink sink_;
  std::vector<Stretch> stretches_;
  std::size_t current_ = 0;
  std::optional<std::int64_t> position_;  ///< next source sample to play
  Sound queue_;                           ///< the source from `base_` on
  std::int64_t base_ = 0;
  bool has_ended_ = false;
  std::optional<Run> run_;
};

}  // namespace smartcrop::internal
