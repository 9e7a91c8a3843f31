// Notices where the pictures of a stream change their size or the shape of their pixels.
#pragma once

#include <string>

#include "smartcrop/core/time.hpp"
#include "smartcrop/libav/handles.hpp"

namespace smartcrop::libav {

/// Looks at the pictures of a stream in display order. Broadcasts change their size between programs; that is
/// no damage, and all pictures are scaled to the size that the stream began with. So is a change of the
/// pixels' shape, where the output keeps the first.
class SizeWatch {
 public:
  explicit SizeWatch(const AVStream& stream)
      : width_(stream.codecpar->width), height_(stream.codecpar->height) {}

  void look(const AVFrame& picture, Time time);
  /// One line for the user; empty where nothing changed.
  const std::string& note() const { return note_; }

 private:
  int width_, height_;         // px
  AVRational pixel_aspect_{};  // of the first picture
  std::string note_;
};

}  // namespace smartcrop::libav
