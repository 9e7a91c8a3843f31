#include "smartcrop/core/version.hpp"

namespace smartcrop {

std::string_view version() {
  return SMARTCROP_VERSION;
}

}  // namespace smartcrop
