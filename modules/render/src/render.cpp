#include "smartcrop/render/render.hpp"

#include <algorithm>
#include <deque>
#include <set>
#include <stdexcept>

#include "pipeline.hpp"
#include "smartcrop/core/error.hpp"
#include "smartcrop/core/text.hpp"
#include "smartcrop/libav/output_file.hpp"

namespace smartcrop {

AudioMode parse_audio_mode(std::string_view name) {
  using enum AudioMode;
  return parse_choice<AudioMode>("audio", name, {{"copy", copy}, {"aac", aac}, {"none", none}});
}

std::vector<std::string> RenderOptions::problems() const {
  std::vector<std::string> problems;
  if (encoder.empty()) problems.emplace_back("encoder: must be the name of an encoder, is empty");
  constexpr int kWorstCrf = 63;  // VP9 and AV1 have the longest scale
  if (crf < 0 || crf > kWorstCrf) {
    problems.push_back("crf: must be from 0 to " + std::to_string(kWorstCrf) + ", is " + std::to_string(crf));
  }
  if (threads < 0) problems.push_back("threads: must be 0 or more, is " + std::to_string(threads));
  if (timeout_s && !(*timeout_s >= 0))
    problems.push_back("timeout_s: must be 0 (no limit) or more, is " + std::to_string(*timeout_s));
  for (const auto& [name, value] : encoder_options) {
    if (name.empty()) problems.push_back("encoder_options: a name is empty (value '" + value + "')");
  }
  return problems;
}

namespace {

std::vector<RenderReport> render_to_files(const std::string& input, std::span<const RenderTarget> targets,
                                          const OverlayOptions* overlay, const RenderOptions& options) {
  throw_if_any("render options", options.problems());
  if (targets.empty()) throw std::invalid_argument("render targets: there must be at least one");
  std::set<std::string> paths;
  for (const RenderTarget& target : targets) {
    throw_if_any("crop plan", target.plan.problems());
    if (!paths.insert(target.path).second)
      throw std::invalid_argument("render targets: '" + target.path + "' is given twice");
  }
  options.cancellation.throw_if_canceled();
  std::deque<libav::OutputFile> files;
  for (const RenderTarget& target : targets) files.emplace_back(target.path, input, options.replace);
  std::vector<RenderReport> reports;
  try {
    reports = internal::Pipeline(input, targets, options, overlay, files).run();
  } catch (const std::overflow_error&) {
    throw Error(input + ": its timestamps are out of range");
  }
  options.cancellation.throw_if_canceled();
  for (libav::OutputFile& file : files) file.commit();
  return reports;
}

}  // namespace

std::vector<RenderReport> render(const std::string& input, std::span<const RenderTarget> targets,
                                 const RenderOptions& options) {
  return render_to_files(input, targets, nullptr, options);
}

RenderReport render(const std::string& input, const CropPlan& plan, const std::string& output,
                    const RenderOptions& options) {
  const RenderTarget target{plan, output};
  return render_to_files(input, std::span(&target, 1), nullptr, options).front();
}

RenderReport render_overlay(const std::string& input, const CropPlan& plan, const OverlayOptions& overlay,
                            const std::string& output, const RenderOptions& options) {
  throw_if_any("overlay options", overlay.problems());
  const RenderTarget target{plan, output};
  return render_to_files(input, std::span(&target, 1), &overlay, options).front();
}

}  // namespace smartcrop
