// What the measuring of a frame costs beside its decoding. Run on an idle machine, one thread:
//   taskset -c 0 build/bench/bin/smartcrop_benchmarks --benchmark_repetitions=9
//   --benchmark_report_aggregates_only=true
#include <benchmark/benchmark.h>

#include <opencv2/core.hpp>
#include <vector>

#include "smartcrop/metrics/field.hpp"

namespace {

using namespace smartcrop;

/// Noise in 4:2:0 planes; `seed` makes neighboring frames differ.
Frame noise_frame(cv::Size size, int bit_depth, int seed) {
  Frame frame;
  frame.bit_depth = bit_depth;
  const int type = bit_depth == 8 ? CV_8UC1 : CV_16UC1;
  const cv::Size chroma((size.width + 1) / 2, (size.height + 1) / 2);
  cv::RNG random(static_cast<std::uint64_t>(seed) + 1);
  for (cv::Mat* plane : {&frame.luma, &frame.chroma[0], &frame.chroma[1]}) {
    plane->create(plane == &frame.luma ? size : chroma, type);
    random.fill(*plane, cv::RNG::UNIFORM, 0, 1 << bit_depth);
  }
  return frame;
}

/// As in a video, each picture lies elsewhere in memory: six of them are more than the second-level cache
/// holds.
void shrink_frame(benchmark::State& state) {
  const cv::Size size(static_cast<int>(state.range(0)), static_cast<int>(state.range(1)));
  std::vector<Frame> frames;
  for (int i = 0; i < 6; ++i) frames.push_back(noise_frame(size, static_cast<int>(state.range(2)), i));
  const MapGeometry geometry = map_geometry(size);
  std::size_t next = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(shrink(frames[next], geometry));
    next = (next + 1) % frames.size();
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(shrink_frame)
    ->ArgNames({"width", "height", "bits"})
    ->Args({854, 480, 8})
    ->Args({1280, 720, 8})
    ->Args({1920, 1080, 8})
    ->Args({1080, 1920, 8})
    ->Args({3840, 2160, 8})
    ->Args({1920, 1080, 10})
    ->Args({3840, 2160, 10})
    ->Unit(benchmark::kMillisecond);

std::vector<FramePair> batch_of(int count, cv::Size size) {
  const MapGeometry geometry = map_geometry(size);
  std::vector<FramePair> samples;
  for (int i = 0; i < count; ++i) {
    FramePair sample{shrink(noise_frame(size, 8, i), geometry), {}};
    if (i > 0) sample.previous = samples.back().frame;
    samples.push_back(std::move(sample));
  }
  return samples;
}

/// A batch of 16 as measure() adds them; the rate is that of frames.
void add_to_field(benchmark::State& state) {
  const std::vector<FramePair> samples = batch_of(16, {1920, 1080});
  Field field(samples.front().frame.geometry);
  for (auto _ : state) field.add(samples, static_cast<int>(state.range(0)));
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(samples.size()));
}
BENCHMARK(add_to_field)->ArgName("workers")->Arg(1)->Arg(2)->UseRealTime()->Unit(benchmark::kMillisecond);

void query_tables(benchmark::State& state) {
  const std::vector<FramePair> samples = batch_of(2, {1920, 1080});
  Field field(samples.front().frame.geometry);
  field.add(samples);
  for (auto _ : state) benchmark::DoNotOptimize(WindowQuery(field));
}
BENCHMARK(query_tables)->Unit(benchmark::kMillisecond);

void query_window(benchmark::State& state) {
  const std::vector<FramePair> samples = batch_of(2, {1920, 1080});
  Field field(samples.front().frame.geometry);
  field.add(samples);
  const WindowQuery query(field);
  double x = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(query.mean({x, 101.5, 810, 810}));
    x = x > 1000 ? 0 : x + 1.25;
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(query_window);

}  // namespace
