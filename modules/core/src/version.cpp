#include "smartcrop/core/version.hpp"

namespace smartcrop::inline v0 {

std::string_view version() {
  return SMARTCROP_VERSION;
}

}  // namespace smartcrop
