#include "smartcrop/render/ffmpeg_command.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <string_view>
#include <vector>

#include "encoder_choice.hpp"
#include "encoder_quality.hpp"
#include "muxer.hpp"
#include "palette.hpp"
#include "smartcrop/core/error.hpp"
#include "smartcrop/libav/decoder.hpp"
#include "smartcrop/video/video_info.hpp"

extern "C" {
#include <libavutil/opt.h>
#include <libavutil/pixdesc.h>
}

namespace smartcrop {
namespace {

/// The window of a plan that shows one throughout, on whole chroma samples of 4:2:0; ffmpeg's `crop` knows no
/// other positions.
std::optional<CropWindow> fixed_window(const CropPlan& plan) {
  const CropWindow& window = plan.shots.front().keyframes.front().window;
  for (std::size_t i = 0; i < plan.shots.size(); ++i) {
    const PlanShot& shot = plan.shots[i];
    const bool has_gap = i > 0 && *plan.shots[i - 1].end != shot.start;
    const bool is_same = std::ranges::all_of(
        shot.keyframes, [&](const Keyframe& keyframe) { return keyframe.window == window; });
    const bool is_still = std::ranges::all_of(
        shot.keyframes, [](const Keyframe& keyframe) { return keyframe.velocity == CropWindow{}; });
    if (has_gap || !is_same || !is_still || shot.fit == Fit::pad || !shot.second_keyframes.empty())
      return std::nullopt;
  }
  const auto is_even = [](double px) { return std::abs(px / 2 - std::round(px / 2)) < 1e-6; };
  if (!is_even(window.x) || !is_even(window.y) || !is_even(window.w) || !is_even(window.h))
    return std::nullopt;
  return window;
}

std::string size_text(int width, int height) {
  return std::to_string(width) + ":" + std::to_string(height);
}

std::string crop_filter(const CropWindow& window, cv::Size output) {
  const auto px = [](double length) { return static_cast<int>(std::lround(length)); };
  const cv::Size size(px(window.w), px(window.h));
  std::string filter =
      "crop=" + size_text(size.width, size.height) + ":" + size_text(px(window.x), px(window.y));
  if (size != output)
    filter += ",scale=" + size_text(output.width, output.height) + ":flags=lanczos+accurate_rnd";
  return filter;
}

/// A file name that begins with a dash would be read as an option, one with a colon as a protocol.
std::string file_argument(const std::string& path) {
  return shell_quoted(path.find(':') != std::string::npos || path.starts_with('-') ? "file:" + path : path);
}

/// Rounded down to the microsecond, in which ffmpeg counts: a frame at that time is after it.
std::string seconds_text(Time time) {
  char text[32];
  std::snprintf(text, sizeof text, "%.6f", std::floor(time.value() * 1e6 + 1e-3) / 1e6);
  return text;
}

/// As far as the file's header tells; AV_PIX_FMT_NONE where there is no file.
AVPixelFormat source_format(const std::string& input) {
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(input, ignored)) return AV_PIX_FMT_NONE;
  return av_get_pix_fmt(probe(input).pixel_format.c_str());
}

bool is_deep(AVPixelFormat source) {
  return source != AV_PIX_FMT_NONE && internal::is_deep({source}, AVCOL_TRC_UNSPECIFIED);
}

const AVCodec& codec_for(const std::string& output, AVPixelFormat source, const RenderOptions& options) {
  std::vector<std::string> notes;  // of render(), when it runs
  return internal::choose_encoder(options.encoder, is_deep(source), internal::container_for(output), notes);
}

std::string video_encoder_text(const AVCodec& codec, AVPixelFormat source, const RenderOptions& options) {
  internal::check_preset(codec, options.preset);
  const libav::CodecPtr encoder(avcodec_alloc_context3(&codec));
  if (!encoder) throw std::bad_alloc();
  const auto has = [&](const char* name) {
    return encoder->priv_data != nullptr && av_opt_find(encoder->priv_data, name, nullptr, 0, 0) != nullptr;
  };
  std::string text = " -c:v " + shell_quoted(codec.name);
  for (const auto& [name, value] :
       internal::quality_settings(codec, options.crf, options.encoder_options, 0)) {
    if (name == "flags") continue;  // -q:v sets it
    if (name == "crf") {
      text += " -crf " + value;
    } else if (name == "global_quality" && !std::string_view(codec.name).ends_with("_qsv")) {
      text += " -q:v " + std::to_string(internal::quantizer_scale(options.crf));
    } else if (name != "b" || !std::string_view(codec.name).starts_with("libx26")) {
      text.append(" -").append(name).append(":v ").append(value);
    }
  }
  if (has("preset") && !options.encoder_options.contains("preset") &&
      av_opt_set(encoder->priv_data, "preset", options.preset.c_str(), 0) >= 0) {
    text += " -preset " + shell_quoted(options.preset);
  }
  for (const auto& [name, value] : options.encoder_options)
    text += " " + shell_quoted("-" + name + ":v") + " " + shell_quoted(value);
  const AVPixelFormat format = internal::usual_format(options.encoder, is_deep(source), codec, source);
  if (format != AV_PIX_FMT_NONE && codec.id != AV_CODEC_ID_GIF)
    text += " -pix_fmt " + libav::pixel_format_name(format);
  return text;
}

}  // namespace

std::string shell_quoted(const std::string& word) {
  constexpr const char* kPlain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:=,+";
  if (!word.empty() && word.find_first_not_of(kPlain) == std::string::npos) return word;
  // ffmpeg's own quotes are single ones; in double ones they can be read.
  if (word.find('\'') != std::string::npos && word.find_first_of("\"$`\\!") == std::string::npos) {
    return '"' + word + '"';
  }
  std::string quoted = "'";
  for (const char c : word) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

std::optional<std::string> ffmpeg_command(const std::string& input, const CropPlan& plan,
                                          const std::string& output, const RenderOptions& options) {
  throw_if_any("crop plan", plan.problems());
  throw_if_any("render options", options.problems());
  const std::optional<CropWindow> window = fixed_window(plan);
  if (!window || is_retimed(plan)) return std::nullopt;
  const Time start = plan.shots.front().start;
  const std::optional<Time> end = plan.shots.back().end;
  std::string command = options.replace ? "ffmpeg -y" : "ffmpeg";
  if (start > Time{}) command += " -ss " + seconds_text(start);
  if (end) command += " -t " + seconds_text(*end - start);
  command += " -i " + file_argument(input) + " -map 0:V:0";
  if (options.audio != AudioMode::none) command += " -map '0:a?'";
  const AVPixelFormat source = source_format(input);
  const AVCodec& codec = codec_for(output, source, options);
  std::string filter = crop_filter(*window, plan.output_size);
  if (codec.id == AV_CODEC_ID_GIF) filter += internal::palette_filter();
  command += " -vf " + shell_quoted(filter) + video_encoder_text(codec, source, options);
  if (options.audio != AudioMode::none)
    command += options.audio == AudioMode::aac ? " -c:a aac" : " -c:a copy";
  command += " -fps_mode passthrough -enc_time_base -1 ";
  // As the muxer here does, see Muxer: times before zero (audio that starts before the picture) stay.
  const std::string_view container = internal::container_for(output).name;
  if (container == "matroska" || container == "webm") command += "-avoid_negative_ts disabled ";
  return command + file_argument(output);
}

}  // namespace smartcrop
