#pragma once

#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "common/program_options.hpp"
#include "smartcrop/core/progress.hpp"

namespace smartcrop::app {

/// Exit codes of every app.
inline constexpr int kSuccess = 0;
inline constexpr int kFailure = 1;
inline constexpr int kUsage = 2;
inline constexpr int kInterrupted = 130;

/// The command line is wrong. Exit code 2; the message says what is wrong and what would be right.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

enum class ProgressStyle { automatic, bar, json, none };

/// Options that every app has.
struct CommonOptions {
  bool quiet = false;
  bool verbose = false;
  int threads = 0;  ///< 0 = all cores, 1 = sequential
  ProgressStyle progress = ProgressStyle::automatic;
  /// Longest wait for input data; 0 = no limit, none = the default of FileSourceOptions.
  std::optional<double> timeout_s;
  std::optional<int> program;  ///< of a transport stream with several; none = that of the largest picture
  bool strict = false;         ///< any damage of the input is an error
};

/// Describes an app to run().
struct App {
  std::string name;                   ///< "smartcrop-analyze"
  std::string summary;                ///< one line
  std::string usage;                  ///< "INPUT [OUTPUT] [options]"
  std::string description = {};       ///< further lines of --help; may be empty
  std::vector<std::string> examples;  ///< command lines, each followed by ` # ` and what it does
  po::options_description options;    ///< the app's own, bound to its variables
  /// Names of the positional arguments in order, each bound by an option of that name in `arguments`. A
  /// multitoken one takes all words that follow.
  std::vector<std::string> positional;
  po::options_description arguments;
};

/// Runs an app from its command line. Handles parsing, --help, --version, --config, --dump-config, Ctrl-C and
/// closed pipes. `body` gets the common options and the parsed command line; an exception from it becomes one
/// line on stderr and an exit code.
int run(int argc, char** argv, App& app,
        const std::function<void(const CommonOptions&, const po::variables_map&)>& body);

/// Canceled by SIGINT, SIGTERM and SIGHUP while run() is running.
const CancellationToken& interrupt();

/// One line on stderr, unless --quiet.
void note(const CommonOptions& common, const std::string& line);

}  // namespace smartcrop::app
