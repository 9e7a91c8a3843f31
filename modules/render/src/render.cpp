#include "smartcrop/render/overlay.hpp"

#include <algorithm>
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
  for (const auto& [name, value] : encoder_options) {
    if (name.empty()) problems.push_back("encoder_options: a name is empty (value '" + value + "')");
  }
  return problems;
}

std::vector<std::string> OverlayOptions::problems() const {
  std::vector<std::string> problems;
  if (!(outside >= 0 && outside <= 1))
    problems.push_back("outside: must be from 0 to 1, is " + std::to_string(outside));
  if (strip_height < 0 || strip_height % 2 != 0)
    problems.push_back("strip_height: must be 0 or more and even, is " + std::to_string(strip_height));
  if (strip_height > 0 && !paint_strip) problems.emplace_back("paint_strip: is needed for a strip");
  return problems;
}

cv::Size overlay_size(cv::Size source, const OverlayOptions& overlay) {
  return {std::max(2, source.width / 2 * 2), std::max(2, source.height / 2 * 2) + overlay.strip_height};
}

namespace {

RenderReport render_to_file(const std::string& input, const CropPlan& plan, const OverlayOptions* overlay,
                            const std::string& output, const RenderOptions& options) {
  throw_if_any("render options", options.problems());
  throw_if_any("crop plan", plan.problems());
  options.cancellation.throw_if_cancelled();
  libav::OutputFile file(output, input, options.replace);
  RenderReport report;
  try {
    report = detail::Pipeline(input, plan, options, overlay, file).run();
  } catch (const std::overflow_error&) {
    throw Error(input + ": its times are beyond all sense");
  }
  options.cancellation.throw_if_cancelled();
  file.commit();
  return report;
}

}  // namespace

RenderReport render(const std::string& input, const CropPlan& plan, const std::string& output,
                    const RenderOptions& options) {
  return render_to_file(input, plan, nullptr, output, options);
}

RenderReport render_overlay(const std::string& input, const CropPlan& plan, const OverlayOptions& overlay,
                            const std::string& output, const RenderOptions& options) {
  throw_if_any("overlay options", overlay.problems());
  return render_to_file(input, plan, &overlay, output, options);
}

}  // namespace smartcrop
