#pragma once

#include <string>
#include <vector>

#include "smartcrop/libav/handles.hpp"

namespace smartcrop::internal {

/// Marks of a source that tell a player how to show its pictures. Most of them are wrong after a crop: they
/// are removed from the pictures, with one message for each kind.
class PictureMarks {
 public:
  /// `stream`: the source's picture.
  PictureMarks(const AVFormatContext& input, const AVStream& stream, const std::string& path);

  /// Removes marks that are wrong after a crop, and remembers what it found. `keeps_captions`: closed
  /// captions stay.
  void clean(AVFrame& picture, bool keeps_captions);
  /// A line for each kind found. `encoder`: its name.
  std::vector<std::string> lines(const std::string& encoder) const;

 private:
  std::string stereo_;    // how the views are packed; empty = not stereoscopic
  std::string aperture_;  // size; empty = the whole picture
  bool is_spherical_ = false;
  bool has_dolby_vision_ = false, needs_dolby_vision_ = false;
  bool has_hdr10_plus_ = false;
  bool has_lost_captions_ = false;
};

/// Whether the encoder writes closed captions (EIA-608, EIA-708).
bool keeps_captions(const AVCodec& encoder);

/// The size of the clean aperture that a MOV or MP4 file gives a picture, e.g. "704x480"; empty if there is
/// none or it is the whole picture.
std::string clean_aperture(const AVFormatContext& input, const AVStream& stream, const std::string& path);

}  // namespace smartcrop::internal
