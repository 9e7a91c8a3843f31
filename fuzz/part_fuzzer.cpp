// Part files: any bytes are refused with an Error, or are written and read back the same, and concluded.

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "smartcrop/analysis/part_file.hpp"
#include "smartcrop/core/error.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace smartcrop;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  AnalyzeOptions options;
  options.measure.sampling.mode = SamplingMode::dense;
  options.measure.threads = 1;
  try {
    AnalysisPart part = read_part(bytes, "part");
    const std::string written = write_part(part);
    if (write_part(read_part(written, "written")) != written) std::abort();
    conclude(merge({{"part", std::move(part.record)}}, options), options);
  } catch (const Error&) {  // the bytes' fault
  }
  return 0;
}
