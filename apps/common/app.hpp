#pragma once

#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "common/program_options.hpp"
#include "smartcrop/core/progress.hpp"

namespace smartcrop::app {

/// Exit codes of every app, as the command-line contract says.
inline constexpr int kSuccess = 0;
inline constexpr int kFailure = 1;
inline constexpr int kUsage = 2;
inline constexpr int kInterrupted = 130;

/// The command line is wrong. Exit code 2; the message says what is and what would be right.
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
  std::optional<double>
      timeout_s;        ///< of input that delivers nothing; 0 = never, none = as FileSourceOptions
  bool strict = false;  ///< any damage of the input is an error
};

/// What an app is, for run(): how it is called and what it does.
struct App {
  std::string name;     ///< "smartcrop-analyze"
  std::string summary;  ///< one line
  std::string usage;    ///< "INPUT [OUTPUT] [options]"
  std::vector<std::string>
      examples;                     ///< whole command lines, each with what it does behind two spaces and a #
  po::options_description options;  ///< the app's own, bound to its variables
  /// Names of the arguments without a dash, in order, each bound by an option of that name in `arguments`.
  /// The last takes all that follow where it is multitoken.
  std::vector<std::string> positional;
  po::options_description arguments;
};

/// Runs an app from its command line: --help, --version, --config and --dump-config, parsing, Ctrl-C and
/// errors are dealt with here, once for all apps. `body` gets the common options and what was given; what it
/// throws becomes one line on stderr and an exit code.
int run(int argc, char** argv, App& app,
        const std::function<void(const CommonOptions&, const po::variables_map&)>& body);

/// Canceled by SIGINT, SIGTERM and SIGHUP while run() is running.
const CancellationToken& interrupt();

/// One line on stderr, unless --quiet.
void note(const CommonOptions& common, const std::string& line);

}  // namespace smartcrop::app
