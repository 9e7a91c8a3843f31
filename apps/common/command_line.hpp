#pragma once

#include <string>
#include <vector>

#include "common/program_options.hpp"

namespace smartcrop::app {

/// The words of a command line with the options that follow `--` moved in front of it, so that names which
/// begin with a dash and options can be given in any order: `-- -a.mp4 out.mp4 --force` becomes
/// `--force -- -a.mp4 out.mp4`. The word after `--` is always a name; a later one is an option where it
/// spells one of `options`, else a name.
std::vector<std::string> options_first(const std::vector<std::string>& words,
                                       const po::options_description& options);

/// The words with `--faces R` of earlier versions replaced by `--subjects faces --detections R`, or
/// `--subjects off` if R is 0.
std::vector<std::string> with_current_options(std::vector<std::string> words);

/// The option that was meant by a name which is none: the one with the fewest differing letters, or the only
/// one that begins so; empty if none is near.
std::string nearest_option(const std::string& name, const po::options_description& options);

/// A path for a printed command line: `./-a.mp4` for `-a.mp4`, which a program would take for an option.
std::string as_argument(const std::string& path);

}  // namespace smartcrop::app
