#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "metrics_support.hpp"
#include "smartcrop/core/error.hpp"

namespace smartcrop::test {

inline SyntheticOptions moving_square(int frames, int key_frame_interval = 12) {
  SyntheticOptions options;
  options.size = {96, 64};
  options.frames = frames;
  options.key_frame_interval = key_frame_interval;
  options.texture = 30;
  options.shapes = {{{4, 20, 24, 16}, {1.5, 0.25}, 200, 90, 170}};
  return options;
}

/// A synthetic source that behaves otherwise where a test says so.
class OddSource : public FrameSource {
 public:
  struct Habits {
    bool seeks = true;
    bool clones = true;
    bool has_index = true;
    bool knows_length = true;
    bool is_live = false;
    std::function<void(Frame&)> on_read = {};  ///< may throw or change the frame
  };

  OddSource(const SyntheticOptions& options, Habits habits)
      : options_(options),
        habits_(std::move(habits)),
        source_(make_synthetic_source(options)),
        info_(source_->info()) {
    info_.is_live = habits_.is_live;
    if (!habits_.knows_length) {
      info_.frames.reset();
      info_.duration.reset();
    }
  }

  const VideoInfo& info() const override { return info_; }
  bool read(Frame& frame) override {
    if (!source_->read(frame)) return false;
    if (habits_.on_read) habits_.on_read(frame);
    ++frames_read;
    return true;
  }
  bool seek(Time time) override { return habits_.seeks && source_->seek(time); }
  std::vector<Time> key_frames() const override {
    return habits_.has_index ? source_->key_frames() : std::vector<Time>();
  }
  std::unique_ptr<FrameSource> clone(const CloneOptions& /*options*/) const override {
    if (!habits_.clones) return nullptr;
    return std::make_unique<OddSource>(options_, habits_);
  }

  std::int64_t frames_read = 0;

 private:
  SyntheticOptions options_;
  Habits habits_;
  std::unique_ptr<FrameSource> source_;
  VideoInfo info_;
};

/// A sink that calls functions.
class TestSink : public FrameSink {
 public:
  using OnFrame = std::function<void(std::size_t, const SmallFrame&)>;
  TestSink(
      bool needs_one_run, OnFrame on_frame, std::function<void()> on_restart = [] {})
      : needs_one_run_(needs_one_run), on_frame_(std::move(on_frame)), on_restart_(std::move(on_restart)) {}

  bool needs_one_run() const override { return needs_one_run_; }
  void frame(std::size_t run, const SmallFrame& frame) override { on_frame_(run, frame); }
  void restart() override { on_restart_(); }

 private:
  bool needs_one_run_;
  OnFrame on_frame_;
  std::function<void()> on_restart_;
};

inline MeasureOptions dense(int every = 1) {
  MeasureOptions options;
  options.threads = 1;
  options.sampling.mode = SamplingMode::dense;
  options.sampling.every = every;
  return options;
}

inline MeasureOptions bursts(int samples) {
  MeasureOptions options;
  options.threads = 1;
  options.sampling.samples = samples;
  return options;
}

/// The field of the pairs that end with the given frames.
inline Field field_of_pairs(const SyntheticOptions& options, const std::vector<int>& frames) {
  const auto source = make_synthetic_source(options);
  const MapGeometry geometry = map_geometry(source->info().size);
  std::vector<SmallFrame> small;
  Frame frame;
  while (source->read(frame)) small.push_back(shrink(frame, geometry));
  std::vector<FramePair> samples;
  for (const int i : frames) {
    samples.push_back({small[static_cast<std::size_t>(i)], small[static_cast<std::size_t>(i - 1)]});
  }
  return reference_field(samples);
}

/// When a frame of a video of 25 per second is shown.
inline Time at_frame(std::int64_t frame) {
  return {Rational(frame, 25)};
}

/// first, first + step ... below end
inline std::vector<int> numbers(int first, int end, int step = 1) {
  std::vector<int> result;
  for (int i = first; i < end; i += step) result.push_back(i);
  return result;
}

}  // namespace smartcrop::test
