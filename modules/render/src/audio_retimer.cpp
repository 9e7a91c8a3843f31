#include "audio_retimer.hpp"

#include <algorithm>
#include <cmath>

namespace smartcrop::internal {
namespace {

/// Length of cross-fades, s: short enough for no echo, long enough for no click.
constexpr double kFade_s = 0.01;
/// Samples between updates of a changing tempo: 5 ms at 48 kHz.
constexpr std::int64_t kStep = 256;
/// Windows of audio fed to the filter before a run, so that it has settled when the run begins.
constexpr int kWindowsBefore = 2;

}  // namespace

AudioRetimer::AudioRetimer(const OutputClock& clock, int sample_rate, const AVChannelLayout& layout,
                           Sink sink)
    : clock_(clock),
      rate_(sample_rate),
      layout_(layout),
      sink_(std::move(sink)),
      queue_(static_cast<std::size_t>(layout.nb_channels)) {
  const double origin_s = clock.origin.value();
  for (const TimeMap::Stretch& stretch : clock.map->stretches()) {
    const std::int64_t source = std::llround((origin_s + stretch.source_s) * rate_);
    // Plain stretches move by whole samples, so that their samples are unchanged.
    const std::int64_t later = std::llround((stretch.output_s - stretch.source_s) * rate_);
    stretches_.push_back({source, source + later, stretch.is_plain});
  }
}

double AudioRetimer::map_s(std::int64_t sample) const {
  return static_cast<double>(sample) / rate_ - clock_.origin.value();
}

std::int64_t AudioRetimer::output_of(std::int64_t sample) const {
  const Stretch& stretch = stretches_[current_];
  if (stretch.is_plain) return stretch.output + sample - stretch.source;
  if (current_ + 1 < stretches_.size() && sample == stretches_[current_ + 1].source)
    return stretches_[current_ + 1].output;
  if (sample == stretch.source) return stretch.output;
  return std::llround((clock_.map->output_s(map_s(sample)) + clock_.origin.value()) * rate_);
}

std::int64_t AudioRetimer::end_of_stretch() const {
  const std::int64_t next = current_ + 1 < stretches_.size() ? stretches_[current_ + 1].source : INT64_MAX;
  return has_ended_ ? std::min(next, end()) : next;
}

void AudioRetimer::take(const std::uint8_t* const* channels, std::size_t first, std::size_t count,
                        std::int64_t at) {
  if (!position_) {
    position_ = base_ = at;
    while (current_ + 1 < stretches_.size() && stretches_[current_ + 1].source <= at) ++current_;
  }
  for (std::size_t channel = 0; channel < queue_.size(); ++channel) {
    const auto* samples = reinterpret_cast<const float*>(channels[channel]) + first;
    queue_[channel].insert(queue_[channel].end(), samples, samples + count);
  }
  go_on();
}

void AudioRetimer::finish() {
  has_ended_ = true;
  if (position_) go_on();
}

/// Processes as much as the queued audio allows.
void AudioRetimer::go_on() {
  while (stretches_[current_].is_plain ? pass_on() : make_run()) {
    const bool is_over = has_ended_ && *position_ >= end();
    if (is_over || current_ + 1 == stretches_.size()) break;
    ++current_;
  }
  forget_old();
}

/// Plain stretch: passes samples on. True at the end of the stretch.
bool AudioRetimer::pass_on() {
  const std::int64_t until = std::min(end(), end_of_stretch());
  if (until > *position_) {
    sink_(queue_, static_cast<std::size_t>(*position_ - base_), static_cast<std::size_t>(until - *position_),
          output_of(*position_));
    position_ = until;
  }
  return *position_ >= end_of_stretch();
}

/// Stretch with changed tempo: true at its end.
bool AudioRetimer::make_run() {
  if (!run_) start_run();
  for (;;) {
    send_made();
    if (run_->sent >= length_of_run()) {
      position_ = end_of_stretch();
      run_.reset();
      return true;
    }
    if (run_->fed + kStep > end() && !has_ended_) return false;
    feed_run();
  }
}

/// Output samples of the run; INT64_MAX while the end of the source is unknown.
std::int64_t AudioRetimer::length_of_run() const {
  const std::int64_t until = end_of_stretch();
  return until == INT64_MAX ? INT64_MAX : output_of(until) - output_of(run_->begin);
}

void AudioRetimer::start_run() {
  run_.emplace(Run{.filter = TempoFilter(rate_, layout_),
                   .begin = *position_,
                   .fed = 0,
                   .to_skip = 0,
                   .made = Sound(queue_.size())});
  const std::int64_t wanted = *position_ - kWindowsBefore * tempo_window(rate_);
  run_->fed = std::max(base_, wanted);
  std::int64_t first = run_->fed;
  const Sound silence(queue_.size(), std::vector<float>(static_cast<std::size_t>(kStep)));
  for (; first > wanted; first -= kStep) run_->filter.feed(silence, 0, silence.front().size(), run_->made);
  run_->to_skip = *position_ - first;
}

/// Feeds the next kStep source samples, silence after the end.
void AudioRetimer::feed_run() {
  Run& run = *run_;
  const std::int64_t heard = run.fed + kStep / 2 - tempo_delay(rate_);
  run.filter.set_tempo(heard < run.begin ? 1 : clock_.map->speed(map_s(heard)));
  const auto there = static_cast<std::size_t>(std::clamp<std::int64_t>(end() - run.fed, 0, kStep));
  if (there > 0) run.filter.feed(queue_, static_cast<std::size_t>(run.fed - base_), there, run.made);
  if (const std::size_t missing = static_cast<std::size_t>(kStep) - there; missing > 0) {
    run.filter.feed(Sound(queue_.size(), std::vector<float>(missing)), 0, missing, run.made);
  }
  run.fed += kStep;
}

void AudioRetimer::send_made() {
  Run& run = *run_;
  const auto drop = [&](std::int64_t count) {
    for (std::vector<float>& channel : run.made) channel.erase(channel.begin(), channel.begin() + count);
  };
  const auto made = [&] { return static_cast<std::int64_t>(run.made.front().size()); };
  const std::int64_t skipped = std::min(run.to_skip, made());
  drop(skipped);
  run.to_skip -= skipped;
  const std::int64_t total = length_of_run();
  // The last samples are cross-faded with the audio after the run, so they wait for it.
  const bool is_end_there = has_ended_ || end() >= end_of_stretch();
  const std::int64_t limit = is_end_there || total == INT64_MAX ? total : total - fade_samples(total);
  const std::int64_t count = std::min(made(), limit - run.sent);
  if (count <= 0) return;
  fade(count, total);
  sink_(run.made, 0, static_cast<std::size_t>(count), output_of(run.begin) + run.sent);
  run.sent += count;
  drop(count);
}

std::int64_t AudioRetimer::fade_samples(std::int64_t total) const {
  return std::min<std::int64_t>(std::llround(kFade_s * rate_), total / 2);
}

/// Cross-fades the first `count` waiting samples with the source near a plain stretch.
void AudioRetimer::fade(std::int64_t count, std::int64_t total) {
  const std::int64_t length = fade_samples(total), until = end_of_stretch();
  const bool goes_on = total != INT64_MAX && until < end();
  for (std::int64_t i = 0; i < count; ++i) {
    const std::int64_t at = run_->sent + i;
    std::int64_t plain = 0, distance = length;  // of the nearer end of the run
    if (at < length) {
      plain = run_->begin + at;
      distance = at;
    } else if (goes_on && total - at <= length) {
      plain = until - (total - at);
      distance = total - at;
    }
    if (distance == length || plain < base_ || plain >= end()) continue;
    const float share = static_cast<float>(distance) / static_cast<float>(length);
    for (std::size_t channel = 0; channel < queue_.size(); ++channel) {
      float& sample = run_->made[channel][static_cast<std::size_t>(i)];
      sample = share * sample + (1 - share) * queue_[channel][static_cast<std::size_t>(plain - base_)];
    }
  }
}

void AudioRetimer::forget_old() {
  if (!position_) return;
  constexpr int kWindowsKept =
      2 * kWindowsBefore;  // before the next sample: for the start of a filter and for fades
  const std::int64_t next = run_ ? std::min(run_->fed, end()) : *position_;
  const std::int64_t old = next - kWindowsKept * tempo_window(rate_) - base_;
  if (old < rate_) return;  // drop a second at a time: the rest has to move in memory
  for (std::vector<float>& channel : queue_) channel.erase(channel.begin(), channel.begin() + old);
  base_ += old;
}

}  // namespace smartcrop::internal
