// Notices when the pictures of a stream change their size or pixel aspect ratio.
#pragma once

#include <string>

#include "smartcrop/core/time.hpp"
#include "smartcrop/libav/handles.hpp"

namespace smartcrop::libav {

/// Looks at the pictures of a stream in display order. Broadcasts change the size between programs. That is
/// no damage: all pictures are scaled to the size at the beginning of the stream, and the output keeps the
/// first pixel aspect ratio.
class SizeWatch {
 public:
  explicit SizeWatch(const AVStream& stream)
      : width_(stream.codecpar->width), height_(stream.codecpar->height) {}

  void look(const AVFrame& picture, Time time);
  /// One line for the user; empty if nothing changed.
  const std::string& note() const { return note_; }

 private:
  int width_, height_;         // px
  AVRational pixel_aspect_{};  // of the first picture
  std::string note_;
};

}  // namespace smartcrop::libav
