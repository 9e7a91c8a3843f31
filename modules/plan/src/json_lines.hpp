#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "smartcrop/plan/json_reader.hpp"

namespace smartcrop::internal {

/// Where things stand in JSON text.
struct JsonLines {
  /// Line of each value by its path (see JsonReader); of values in objects, that of their key.
  std::map<std::string, std::size_t> lines;
  std::vector<JsonProblem> doubles;  ///< keys that an object has twice

  /// The line of a path, or of the nearest value around it.
  std::size_t line_of(std::string path) const;
};

/// Of JSON text that can be parsed.
JsonLines find_lines(std::string_view text);

}  // namespace smartcrop::internal
