#include "common/app.hpp"

#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <iostream>
#include <set>

#include "common/command_line.hpp"
#include "common/descriptor.hpp"
#include "common/manual.hpp"
#include "smartcrop/core/error.hpp"
#include "smartcrop/core/text.hpp"
#include "smartcrop/core/version.hpp"

namespace smartcrop::app {
namespace {

const CancellationToken& token() {
  static const CancellationToken instance;
  return instance;
}

extern "C" void on_signal(int) {
  token().cancel();
}

void catch_signals() {
  token();  // made before the first signal can come
  struct sigaction action {};
  action.sa_handler = on_signal;
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  struct sigaction hangup {};
  if (sigaction(SIGHUP, nullptr, &hangup) == 0 && hangup.sa_handler != SIG_IGN) {  // which nohup does
    sigaction(SIGHUP, &action, nullptr);
  }
  // A closed pipe and a file-size limit become write errors, so that unfinished files are removed.
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
}

double parse_timeout(const std::string& text) {
  const auto seconds = parse_number<double>(text);
  if (seconds && *seconds >= 0) return *seconds;
  throw std::invalid_argument("timeout '" + text + "' is not a number of seconds, 0 or more");
}

int parse_program(const std::string& text) {
  const auto number = parse_number<int>(text);
  if (number && *number >= 0) return *number;
  throw std::invalid_argument("program '" + text + "' is not a number, 0 or more");
}

po::options_description common_description(CommonOptions& common) {
  po::options_description options("Common options");
  auto add = options.add_options();
  add("help,h", "print this help and exit");
  add("version", "print the version and exit");
  add("quiet,q", po::bool_switch(&common.quiet), "print only the result");
  add("verbose,v", po::bool_switch(&common.verbose), "print more details on stderr");
  add("threads", value_with_default(common.threads)->value_name("N"),
      "number of threads; 0 = all cores, 1 = sequential");
  add("progress",
      parsed_value(common.progress, one_of<ProgressStyle>("progress", {{"auto", ProgressStyle::automatic},
                                                                       {"bar", ProgressStyle::bar},
                                                                       {"json", ProgressStyle::json},
                                                                       {"none", ProgressStyle::none}}))
          ->value_name("STYLE")
          ->default_value("auto"),
      "progress on stderr: auto (bar on a terminal), bar, json (one object per line) or none");
  add("timeout", parsed_value(common.timeout_s, parse_timeout)->value_name("S"),
      "longest wait for input data, seconds; 0 = no limit (default 30 for named pipes and network addresses, "
      "0 for files)");
  add("program", parsed_value(common.program, parse_program)->value_name("N"),
      "program of a transport stream to use, by number (default: the one with the largest picture)");
  add("strict", po::bool_switch(&common.strict),
      "treat damaged input as an error (default: use the frames that decode and report the damage)");
  add("config", po::value<std::string>()->value_name("FILE"),
      "read options from an INI file; options on the command line take precedence");
  add("dump-config", "print a commented sample INI file and exit");
  add("manual", po::value<std::string>()->value_name("KIND"),
      "print the manual page (man) or the completion of a shell (bash, zsh, fish) and exit");
  return options;
}

void print_help(const App& app, const po::options_description& common) {
  std::cout << app.name << " - " << app.summary << "\n\nExamples:\n";
  for (const std::string& example : app.examples) std::cout << "  " << example << "\n";
  std::cout << "\nUsage: " << app.name << " " << app.usage << "\n";
  if (!app.description.empty()) std::cout << "\n" << app.description << "\n";
  std::cout << app.options << "\n" << common;
}

void dump_config(const App& app, const po::options_description& common) {
  std::cout << "# Options of " << app.name << ". Remove the # before a line to use it.\n";
  for (const po::options_description* group : {&app.options, &common}) {
    for (const auto& option : group->options()) {
      const std::string& name = option->long_name();
      if (name == "help" || name == "version" || name == "config" || name == "dump-config" ||
          name == "manual")
        continue;
      boost::any value;
      std::string text = option->semantic()->max_tokens() == 0 ? "true" : "VALUE";
      if (option->semantic()->max_tokens() > 0 && option->semantic()->apply_default(value)) {
        const std::string shown = option->format_parameter();  // "arg (=0.75)"
        const std::size_t from = shown.find("(=");
        if (from != std::string::npos) text = shown.substr(from + 2, shown.rfind(')') - from - 2);
      }
      std::cout << "\n# " << option->description() << "\n# " << name << " = " << text << "\n";
    }
  }
}

/// What to say of an option that does not exist.
std::string unknown_option_text(const po::unknown_option& error, const po::options_description& known) {
  std::string name = error.get_option_name();
  name.erase(0, name.find_first_not_of('-'));
  name.resize(std::min(name.size(), name.find('=')));
  const std::string meant = nearest_option(name, known);
  return "unknown option --" + name + (meant.empty() ? "" : "; did you mean --" + meant + "?");
}

void read_config(const std::string& path, const po::options_description& known, po::variables_map& given) {
  std::ifstream file(path);
  if (!file) throw Error(path + ": cannot read this configuration file");
  try {
    po::store(po::parse_config_file(file, known), given);
  } catch (const po::unknown_option& error) {
    throw UsageError(path + ": " + unknown_option_text(error, known));
  } catch (const po::error& error) {
    throw UsageError(path + ": " + error.what());
  }
}

/// False for --help, --version and the like, which print their answer here.
bool parse(int argc, char** argv, const App& app, CommonOptions& common, po::variables_map& given) {
  const po::options_description common_options = common_description(common);
  po::options_description named;
  named.add(app.options).add(common_options);
  po::options_description all;
  all.add(named).add(app.arguments);
  po::positional_options_description positional;
  for (const std::string& name : app.positional) {
    const bool takes_all = app.arguments.find(name, false).semantic()->max_tokens() > 1;
    positional.add(name.c_str(), takes_all ? -1 : 1);
  }

  // No abbreviations: their meaning would change when options are added.
  const int style = po::command_line_style::default_style & ~po::command_line_style::allow_guessing;
  const std::vector<std::string> words = options_first(with_current_options({argv + 1, argv + argc}), all);
  try {
    po::store(po::command_line_parser(words).options(all).positional(positional).style(style).run(), given);
  } catch (const po::unknown_option& error) {
    throw UsageError(unknown_option_text(error, named));
  }
  if (given.count("help")) {
    print_help(app, common_options);
  } else if (given.count("version")) {
    std::cout << app.name << " " << version() << "\n";
  } else if (given.count("dump-config")) {
    dump_config(app, common_options);
  } else if (given.count("manual")) {
    write_manual(std::cout, given["manual"].as<std::string>(), app, common_options);
  } else {
    if (given.count("config")) read_config(given["config"].as<std::string>(), named, given);
    po::notify(given);
    if (common.threads < 0)
      throw UsageError("threads is " + std::to_string(common.threads) + ", must be 0 or more");
    return true;
  }
  return false;
}

/// Ends as a program that leaves SIGPIPE alone: no message, status 141 in a shell.
int end_by_closed_pipe() {
  std::signal(SIGPIPE, SIG_DFL);
  std::raise(SIGPIPE);
  return kFailure;
}

int complain(const App& app, const std::string& message, int code) {
  std::cerr << app.name << ": " << message << "\n";
  if (code == kUsage) std::cerr << "Try '" << app.name << " --help'.\n";
  return code;
}

}  // namespace

const CancellationToken& interrupt() {
  return token();
}

void note(const CommonOptions& common, const std::string& line) {
  static std::set<std::string> said;  // analysis and rendering meet the same things
  if (!common.quiet && said.insert(line).second) std::cerr << line << "\n";
}

int run(int argc, char** argv, App& app,
        const std::function<void(const CommonOptions&, const po::variables_map&)>& body) {
  catch_signals();
  try {
    CommonOptions common;
    po::variables_map given;
    if (parse(argc, argv, app, common, given)) body(common, given);
    std::cout.flush();
    if (std::cout) return kSuccess;
    if (is_closed_pipe(STDOUT_FILENO)) return end_by_closed_pipe();
    return complain(app, "cannot write to standard output", kFailure);
  } catch (const ClosedPipe&) {
    return end_by_closed_pipe();
  } catch (const Canceled&) {
    return complain(app, "interrupted; unfinished output was removed", kInterrupted);
  } catch (const UsageError& error) {
    return complain(app, error.what(), kUsage);
  } catch (const po::error& error) {
    return complain(app, error.what(), kUsage);
  } catch (const std::invalid_argument& error) {
    return complain(app, error.what(), kUsage);
  } catch (const std::bad_alloc&) {
    return complain(app, "out of memory", kFailure);
  } catch (const std::exception& error) {
    return complain(app, error.what(), kFailure);
  }
}

}  // namespace smartcrop::app
