// smartcrop VERB ... runs smartcrop-VERB ..., found beside this program, then on PATH.

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <iostream>
#include <set>
#include <string>
#include <vector>

#include "smartcrop/core/version.hpp"

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kPrefix = "smartcrop-";

struct Verb {
  std::string_view name, summary;
};
/// The summaries of the programs' own help, without starting them.
constexpr std::array<Verb, 8> kVerbs{{
    {"analyze", "measures a video and proposes crop windows"},
    {"batch", "crops many videos"},
    {"crop", "crops a video to its most interesting region"},
    {"evaluate", "scores crop windows on labeled clips"},
    {"merge", "merges analyses of the parts of a video"},
    {"plan", "shows, checks, exports and imports crop plans"},
    {"serve", "serves a local web page to choose, adjust and render crops"},
    {"visualize", "shows an analysis as a report page, pictures and charts"},
}};

std::vector<fs::path> folders() {
  std::vector<fs::path> folders{fs::read_symlink("/proc/self/exe").parent_path()};
  const char* const path = std::getenv("PATH");
  std::string rest = path ? path : "";
  while (!rest.empty()) {
    const std::size_t colon = rest.find(':');
    folders.emplace_back(rest.substr(0, colon));
    rest = colon == std::string::npos ? "" : rest.substr(colon + 1);
  }
  return folders;
}

std::set<std::string> verbs() {
  std::set<std::string> verbs;
  for (const fs::path& folder : folders()) {
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(folder, ignored)) {
      const std::string name = entry.path().filename().string();
      if (name.starts_with(kPrefix) && access(entry.path().c_str(), X_OK) == 0)
        verbs.insert(name.substr(kPrefix.size()));
    }
  }
  return verbs;
}

void print_usage(std::ostream& out) {
  out << "smartcrop - finds the most interesting region of a video and crops the video to it\n\n"
         "Examples:\n"
         "  smartcrop crop talk.mp4 --aspect 9:16   # writes talk.smart_cropped.mp4\n"
         "  smartcrop analyze talk.mp4              # table of the best windows\n"
         "  smartcrop visualize talk.mp4            # report page\n"
         "  smartcrop serve talk.mp4 --open         # web page to choose, adjust and render\n\n"
         "Usage: smartcrop VERB [arguments]\n\nsmartcrop VERB --help lists the options of a "
         "verb.\n\nVerbs:\n";
  constexpr std::size_t kColumn = 11;
  for (const std::string& name : verbs()) {
    const auto* const verb = std::ranges::find(kVerbs, name, &Verb::name);
    out << "  " << name;
    if (verb != kVerbs.end())
      out << std::string(kColumn - std::min(kColumn - 1, name.size()), ' ') << verb->summary;
    out << "\n";
  }
}

}  // namespace

int main(int argc, char** argv) {
  const std::string verb = argc > 1 ? argv[1] : "";
  if (verb == "--help" || verb == "-h") {
    print_usage(std::cout);
    return 0;
  }
  if (verb == "--version") {
    std::cout << "smartcrop " << smartcrop::version() << "\n";
    return 0;
  }
  if (verb.empty()) {
    print_usage(std::cerr);
    return 2;
  }
  if (verb.find('/') == std::string::npos && verb[0] != '-') {
    for (const fs::path& folder : folders()) {
      std::string program = (folder / (std::string(kPrefix) + verb)).string();
      if (access(program.c_str(), X_OK) != 0) continue;
      argv[1] = program.data();
      execv(program.c_str(), argv + 1);
      std::cerr << "smartcrop: cannot run " << program << ": " << std::strerror(errno) << "\n";
      return 1;
    }
  }
  std::cerr << "smartcrop: unknown verb '" << verb << "'; use one of:";
  for (const std::string& known : verbs()) std::cerr << " " << known;
  std::cerr << "\n";
  return 2;
}
