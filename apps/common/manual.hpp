#pragma once

#include <iosfwd>
#include <string>

#include "common/app.hpp"

namespace smartcrop::app {

/// Writes the manual page or a shell completion of an app from the same descriptions as --help. `kind`: `man`
/// (roff), `bash`, `zsh` or `fish`. Throws UsageError for another kind.
void write_manual(std::ostream& out, const std::string& kind, const App& app,
                  const po::options_description& common);

}  // namespace smartcrop::app
