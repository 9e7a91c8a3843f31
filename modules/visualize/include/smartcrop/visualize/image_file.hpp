#pragma once

#include <cstdint>
#include <opencv2/core/mat.hpp>
#include <span>
#include <string>
#include <vector>

namespace smartcrop {

struct JpegOptions {
  /// FFmpeg's quantizer scale, 1 (best) to 31. At 3 there are no visible blocks around text.
  int qscale = 3;
  /// Chroma at half the resolution: files are a quarter smaller, and colored text gets fringes.
  bool subsample_chroma = false;

  std::vector<std::string> problems() const;
};

/// A picture as the bytes of a JPEG or PNG file, by FFmpeg's encoders. `bgr`: CV_8UC3, at most 65535 px a
/// side. Throws std::invalid_argument for another type, an empty picture or options out of range; Error where
/// FFmpeg lacks the encoder.
std::vector<std::uint8_t> encode_jpeg(const cv::Mat& bgr, const JpegOptions& options = {});
std::vector<std::uint8_t> encode_png(const cv::Mat& bgr);

/// The same as a lossy WebP file, at most 16383 px a side. `quality`: 0 to 100 (best); 80 looks like a JPEG
/// of qscale 4 and is a third smaller.
std::vector<std::uint8_t> encode_webp(const cv::Mat& bgr, int quality = 80);

/// encode_png() for a path that ends in .png (any case), encode_jpeg() for every other.
std::vector<std::uint8_t> encode_image(const cv::Mat& bgr, const std::string& path);

/// What write_file() does if the file exists.
enum class Existing { keep, replace };

/// Writes a file that appears under its name only when complete. Throws Error naming the path and the cause:
/// it exists (Existing::keep), its folder is not writable, the disk is full. No partial file is left.
void write_file(const std::string& path, std::span<const std::uint8_t> bytes,
                Existing existing = Existing::keep);

}  // namespace smartcrop
