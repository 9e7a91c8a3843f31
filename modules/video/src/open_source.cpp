#include "smartcrop/core/error.hpp"
#include "smartcrop/video/frame_source.hpp"

namespace smartcrop {

std::unique_ptr<FrameSource> open_source(const std::string& name, const FileSourceOptions& options) {
  return open_file(name, options);
}

}  // namespace smartcrop
