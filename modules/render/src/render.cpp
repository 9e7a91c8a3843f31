#include "smartcrop/render/render.hpp"

#include <stdexcept>

#include "pipeline_detail.hpp"
#include "smartcrop/core/error.hpp"
#include "smartcrop/libav/output_file.hpp"

namespace smartcrop {

std::vector<std::string> RenderOptions::problems() const {
  std::vector<std::string> problems;
  if (encoder.empty()) problems.emplace_back("encoder: must be the name of an encoder, is empty");
  constexpr int kWorstCrf = 63;  // of the encoders' scales the longest (VP9, AV1)
  if (crf < 0 || crf > kWorstCrf) {
    problems.push_back("crf: must be from 0 to " + std::to_string(kWorstCrf) + ", is " + std::to_string(crf));
  }
  if (threads < 0) problems.push_back("threads: must be 0 or more, is " + std::to_string(threads));
  if (timeout_s && !(*timeout_s >= 0)) problems.emplace_back("timeout_s: must be 0 (for ever) or more");
  for (const auto& [name, value] : encoder_options) {
    if (name.empty()) problems.push_back("encoder_options: a name is empty (value '" + value + "')");
  }
  return problems;
}

RenderReport render(const std::string& input, const CropPlan& plan, const std::string& output,
                    const RenderOptions& options) {
  throw_if_any("render options", options.problems());
  throw_if_any("crop plan", plan.problems());
  options.cancellation.throw_if_cancelled();
  libav::OutputFile file(output, input, options.replace);
  RenderReport report;
  try {
    report = detail::Pipeline(input, plan, options, file).run();
  } catch (const std::overflow_error&) {
    throw Error(input + ": its times are beyond all sense");
  }
  options.cancellation.throw_if_cancelled();
  file.commit();
  return report;
}

}  // namespace smartcrop
