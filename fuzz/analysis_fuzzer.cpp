// Analysis documents: any text is refused with an Error, or is written and read back the same.

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "smartcrop/core/error.hpp"
#include "smartcrop/plan/analysis_document.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace smartcrop;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  try {
    const std::string written = write_analysis(read_analysis(text, "analysis"));
    if (write_analysis(read_analysis(written, "written")) != written) std::abort();
  } catch (const Error&) {  // the text's fault
  }
  return 0;
}
