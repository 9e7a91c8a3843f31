#include "metric_words.hpp"

#include <cstdio>

namespace smartcrop::internal {

std::string short_number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.3g", value);
  return text;
}

}  // namespace smartcrop::internal
