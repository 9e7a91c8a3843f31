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

enum class AudioMode { copy, aac, none };
/// Throws std::invalid_argument.
AudioMode parse_audio_mode(std::string_view name);

enum class Deinterlace {
  automatic,  ///< pictures flagged interlaced become whole ones, one each (FFmpeg's bwdif)
  off,        ///< fields stay as they are
};

struct RenderOptions {
  /// FFmpeg's encoder name. Where the container cannot hold its codec, the default gives way to the
  /// container's own encoder (with a note); any other name is an Error then.
  std::string encoder = "libx264";
  /// Constant rate factor, 0..63, lower is better; 19: visually lossless for x264. Encoders without one are
  /// told what comes next to it: a constant quality (NVENC, Quick Sync), a quantizer (VA-API, rav1e), or a
  /// quantizer scale of the same step (MPEG-2, MPEG-4, Motion JPEG); ProRes goes by its profile, lossless
  /// encoders by nothing, all others by 0.2 bits for each pixel.
  int crf = 19;
  std::string preset = "medium";  ///< the encoder's speed preset, where it has one
  std::map<std::string, std::string>
      encoder_options;  ///< passed to the encoder as they are; win over crf and preset
  /// Leaves transparency out where the encoder cannot hold it. Otherwise a transparent picture is an Error
  /// then; opaque pictures of a format that could be transparent never are.
  bool drop_alpha = false;
  AudioMode audio = AudioMode::copy;  ///< copy = every audio stream, bit by bit; aac = encoded anew
  Deinterlace deinterlace = Deinterlace::automatic;
  bool replace = false;                  ///< replace an existing output
  bool strict = false;                   ///< any damage of the source is an Error, nothing is written
  std::optional<double> timeout_s = {};  ///< of the source, see FileSourceOptions
  int threads = 0;                       ///< of decoder and encoder; 0 = all cores
  ProgressCallback progress;             ///< counts frames of the source that are dealt with
  CancellationToken cancellation;

  std::vector<std::string> problems() const;
};

/// One of the files that a rendering writes.
struct RenderTarget {
  CropPlan plan;
  std::string path;  ///< the container follows from its extension
};

/// What was written.
struct RenderReport {
  std::string path;
  std::int64_t frames = 0;
  int audio_streams = 0;
  std::vector<std::string> notes;  ///< what a user should know: streams left out, damage survived
  DecodeReport decoding;
};

/// Crops `input` as the plan says and writes `output`; the container follows from its extension. Source
/// timestamps are kept. The picture is written upright (rotation applied, its tag removed). The output
/// appears under its name only when complete: it is written beside it under a temporary name, synced and
/// renamed. On any failure or cancellation nothing is left behind and an existing file stays as it was.
/// Memory: a few frames, whatever the length. Throws Error (naming path and cause), Canceled,
/// std::invalid_argument.
RenderReport render(const std::string& input, const CropPlan& plan, const std::string& output,
                    const RenderOptions& options = {});

/// The same for several files of one source, which is read and decoded once. Files get their names when all
/// are complete. Memory: that of one rendering for each target. Reports in the order of the targets, of which
/// there is at least one, each with a path of its own.
std::vector<RenderReport> render(const std::string& input, std::span<const RenderTarget> targets,
                                 const RenderOptions& options = {});

}  // namespace smartcrop
