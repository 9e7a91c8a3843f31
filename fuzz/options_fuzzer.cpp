// Texts of options: each parser takes a text or throws std::invalid_argument, and what it takes is sound.

#include <cstdint>
#include <cstdlib>
#include <stdexcept>
#include <string>

#include "common/program_options.hpp"
#include "smartcrop/plan/crop_plan.hpp"

namespace {

template <class Use>
void try_to(const Use& use) {
  try {
    use();
  } catch (const std::invalid_argument&) {  // the text's fault
  }
}

void require(bool is_met) {
  if (!is_met) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace smartcrop;
  const std::string text(reinterpret_cast<const char*>(data), size);
  try_to([&] {
    const Time time = parse_time(text);
    require(time >= Time{});
    require(parse_time(to_string(time)) == time);
    to_clock(time);
  });
  try_to([&] { parse_time_point(text); });
  try_to([&] {
    const AspectRatio aspect = parse_aspect_ratio(text);
    require(parse_aspect_ratio(to_string(aspect)) == aspect);
    for (const cv::Size source : {cv::Size(320, 180), cv::Size(2, 2), cv::Size(7680, 4320)}) {
      try_to([&] {
        const cv::Size crop = crop_dimensions(source, aspect, 1, Rational(1));
        require(crop.width > 0 && crop.height > 0 && crop.width <= source.width &&
                crop.height <= source.height);
      });
    }
  });
  try_to([&] {
    const cv::Size parsed = app::parse_size(text);
    require(parsed.width > 0 && parsed.height > 0);
  });
  try_to([&] {
    const GridShape grid = parse_grid_shape(text);
    require(grid.columns > 0 && grid.rows > 0);
  });
  try_to([&] { parse_color(text); });
  return 0;
}
