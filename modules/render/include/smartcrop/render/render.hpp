#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "smartcrop/core/progress.hpp"
#include "smartcrop/plan/crop_plan.hpp"
#include "smartcrop/video/frame_source.hpp"

namespace smartcrop {

struct OverlayOptions;

enum class AudioMode { copy, aac, none };
/// Throws std::invalid_argument.
AudioMode parse_audio_mode(std::string_view name);

enum class Deinterlace {
  automatic,  ///< pictures flagged interlaced are deinterlaced (FFmpeg's bwdif, one picture each)
  off,        ///< fields are kept
};

struct RenderOptions {
  /// FFmpeg's encoder name. "auto": libx264, and libx265 (HEVC Main 10) for HDR and for more than 8 bits,
  /// because hardly any device plays H.264 of 10 bits; the container's default encoder if it supports
  /// neither. Throws Error for any other encoder that does not fit the container.
  std::string encoder = "auto";
  /// Constant rate factor, 0..63, lower is better; 19: visually lossless for x264. Encoders without one get
  /// the nearest setting: a constant quality (NVENC, Quick Sync), a quantizer (VA-API, rav1e), or a quantizer
  /// scale of the same step (MPEG-2, MPEG-4, Motion JPEG). ProRes and lossless encoders ignore it; all others
  /// get a bit rate of 0.2 bits a pixel.
  int crf = 19;
  std::string preset = "medium";  ///< the encoder's speed preset, if it has one
  std::map<std::string, std::string>
      encoder_options;  ///< passed to the encoder as they are; override crf and preset
  /// True drops transparency if the encoder does not support it. If false, transparent pictures are then an
  /// Error, opaque pictures of a format with alpha are not.
  bool drop_alpha = false;
  AudioMode audio = AudioMode::copy;  ///< copy = all audio streams unchanged; aac = re-encoded
  Deinterlace deinterlace = Deinterlace::automatic;
  bool replace = false;                  ///< replace an existing output
  bool strict = false;                   ///< any damage of the source is an Error, and nothing is written
  std::optional<int> program = {};       ///< of a transport stream, see FileSourceOptions
  std::optional<double> timeout_s = {};  ///< s, for reading the source, see FileSourceOptions
  int threads = 0;                       ///< of decoder and encoder; 0 = all cores
  ProgressCallback progress;             ///< counts frames of the source
  CancellationToken cancellation;

  std::vector<std::string> problems() const;
};

/// One output file of a rendering.
struct RenderTarget {
  CropPlan plan;
  std::string path;  ///< the container follows from its extension
};

/// The result of a rendering.
struct RenderReport {
  std::string path;
  std::int64_t frames = 0;
  int audio_streams = 0;
  std::vector<std::string> notes;  ///< for the user: streams left out, damage in the source
  DecodeReport decoding;
};

/// Crops `input` by the plan and writes `output`; the container follows from its extension. Source timestamps
/// are kept. The picture is written upright (rotation applied, its tag removed). The output appears under its
/// name only when complete: it is written beside it under a temporary name, synced and renamed. After a
/// failure or cancellation no file is left, and an existing file is unchanged. Memory: a few frames. Throws
/// Error (naming path and cause), Canceled, std::invalid_argument.
RenderReport render(const std::string& input, const CropPlan& plan, const std::string& output,
                    const RenderOptions& options = {});

/// The same for several files of one source, which is read and decoded once. Files appear under their names
/// when all are complete. Memory: that of one rendering per target. `targets`: one or more, with different
/// paths. Returns a report for each, in the same order.
std::vector<RenderReport> render(const std::string& input, std::span<const RenderTarget> targets,
                                 const RenderOptions& options = {});

/// Like render(), but shows the windows instead of cropping to them: the whole source, darkened outside the
/// window, with a strip below. The plan's output size and background are ignored.
RenderReport render_overlay(const std::string& input, const CropPlan& plan, const OverlayOptions& overlay,
                            const std::string& output, const RenderOptions& options = {});

}  // namespace smartcrop
