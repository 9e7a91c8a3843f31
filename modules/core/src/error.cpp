#include "smartcrop/core/error.hpp"

namespace smartcrop {

void throw_if_any(const std::string& what, const std::vector<std::string>& problems) {
  if (problems.empty()) return;
  std::string message = what + ": ";
  for (std::size_t i = 0; i < problems.size(); ++i) {
    if (i > 0) message += "; ";
    message += problems[i];
  }
  throw std::invalid_argument(message);
}

}  // namespace smartcrop
