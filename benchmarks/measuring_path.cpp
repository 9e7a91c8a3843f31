// measuring_path FRAMES WIDTH HEIGHT BITS: what is done to each decoded frame on the measuring path, and
// nothing else, for scripts/instructions to count.
#include <cstdlib>
#include <iostream>
#include <opencv2/core.hpp>
#include <vector>

#include "smartcrop/metrics/field.hpp"

namespace {

using namespace smartcrop;

/// The batch that measure() adds at once.
constexpr int kBatch = 16;

Frame noise_frame(cv::Size size, int bits, int seed) {
  Frame frame;
  frame.bit_depth = bits;
  const int type = bits == 8 ? CV_8UC1 : CV_16UC1;
  const cv::Size chroma((size.width + 1) / 2, (size.height + 1) / 2);
  cv::RNG random(static_cast<std::uint64_t>(seed) + 1);
  for (cv::Mat* plane : {&frame.luma, &frame.chroma[0], &frame.chroma[1]}) {
    plane->create(plane == &frame.luma ? size : chroma, type);
    random.fill(*plane, cv::RNG::UNIFORM, 0, 1 << bits);
  }
  return frame;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) {
    std::cerr << "usage: measuring_path FRAMES WIDTH HEIGHT BITS\n";
    return 2;
  }
  const int frames = std::atoi(argv[1]), bits = std::atoi(argv[4]);
  const cv::Size size(std::atoi(argv[2]), std::atoi(argv[3]));
  const MapGeometry geometry = map_geometry(size);
  const std::vector<Frame> source{noise_frame(size, bits, 0), noise_frame(size, bits, 1)};
  Field field(geometry);
  std::vector<FramePair> batch;
  SmallFrame previous = shrink(source[0], geometry);
  for (int i = 1; i <= frames; ++i) {
    SmallFrame small = shrink(source[static_cast<std::size_t>(i % 2)], geometry);
    batch.push_back({small, previous});
    previous = small;
    if (batch.size() < kBatch && i < frames) continue;
    field.add(batch, 1);
    batch.clear();
  }
  std::cout << field.count[0] << " pairs\n";
}
