#pragma once

#include <iosfwd>
#include <string>

#include "common/app.hpp"

namespace smartcrop::app {

/// Writes what goes with an installed app, made of the same description as its --help. `kind`: `man` (roff),
/// or the completion of a shell: `bash`, `zsh`, `fish`. Throws UsageError for another kind.
void write_manual(std::ostream& out, const std::string& kind, const App& app,
                  const po::options_description& common);

}  // namespace smartcrop::app
