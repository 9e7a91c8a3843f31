#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "output_clock.hpp"
#include "tempo_filter.hpp"

namespace smartcrop::internal {

/// Brings sound from the source's clock to the output's: where the output is the source, samples stay as they
/// are and only move, by a whole number of them; elsewhere their tempo changes and their pitch stays. Each
/// such run is made of exactly as many samples as the map says, from sound that begins before it and goes on
/// behind it, so that nothing drifts; at its ends the two are faded into each other, so that nothing clicks.
/// Memory: some tenths of a second.
class AudioRetimer {
 public:
  /// Hands on `count` samples from `first` of `sound`; `at`: the sample of the output, on the source's clock.
  using Sink = std::function<void(const Sound& sound, std::size_t first, std::size_t count, std::int64_t at)>;

  /// `clock` must have a map.
  AudioRetimer(const OutputClock& clock, int sample_rate, const AVChannelLayout& layout, Sink sink);

  /// Samples of every channel; `at`: of the first one, on the source's clock. Each call goes on where the one
  /// before ended.
  void take(const std::uint8_t* const* channels, std::size_t first, std::size_t count, std::int64_t at);
  void finish();

 private:
  /// Begins at `source`, which is heard at `output`; both samples.
  struct Stretch {
    std::int64_t source, output;
    bool is_plain;
  };
  /// A run being made at another tempo.
  struct Run {
    TempoFilter filter;
    std::int64_t begin;     ///< source sample that it starts with
    std::int64_t fed;       ///< source sample that the filter gets next
    std::int64_t to_skip;   ///< samples that come out before `begin`
    std::int64_t sent = 0;  ///< samples handed on
    Sound made;             ///< and not handed on
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
  std::optional<std::int64_t> position_;  ///< source sample that is heard next
  Sound queue_;                           ///< the source from `base_` on
  std::int64_t base_ = 0;
  bool has_ended_ = false;
  std::optional<Run> run_;
};

}  // namespace smartcrop::internal
