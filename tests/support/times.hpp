#pragma once

#include "smartcrop/core/time.hpp"

namespace smartcrop::test {

/// numerator / denominator seconds.
inline Time seconds(std::int64_t numerator, std::int64_t denominator = 1) {
  return {{numerator, denominator}};
}

}  // namespace smartcrop::test
