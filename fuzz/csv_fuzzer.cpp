// CSV files of keyframes: any text is refused with an Error; a valid plan is written and read back the same.

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "smartcrop/core/error.hpp"
#include "smartcrop/interchange/csv_plan.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace smartcrop;
  try {
    CropPlan plan = read_csv_plan({reinterpret_cast<const char*>(data), size}, "csv");
    plan.source = "clip.mp4";
    plan.source_size = {1920, 1080};
    plan.output_size = {608, 1080};
    if (!plan.problems().empty()) return 0;
    const std::string written = write_csv_plan(plan);
    if (write_csv_plan(read_csv_plan(written, "written")) != written) std::abort();
  } catch (const Error&) {  // the text's fault
  }
  return 0;
}
