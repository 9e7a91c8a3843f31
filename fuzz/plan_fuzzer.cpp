// Crop plans: any text is refused with an Error, or is a valid plan that is written and read back the same.

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "smartcrop/core/error.hpp"
#include "smartcrop/plan/crop_plan.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace smartcrop;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  try {
    const CropPlan plan = read_crop_plan(text, "plan");
    if (!plan.problems().empty()) std::abort();
    for (const PlanShot& shot : plan.shots) window_at(plan, shot.start);
    const std::string written = write_crop_plan(plan);
    if (write_crop_plan(read_crop_plan(written, "written")) != written) std::abort();
  } catch (const Error&) {  // the text's fault
  }
  return 0;
}
