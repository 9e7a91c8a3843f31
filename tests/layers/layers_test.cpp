#include <algorithm>
#include <array>
#include <boost/test/unit_test.hpp>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace fs = std::filesystem;

namespace {

/// Bottom to top: a module may include itself and what stands before it. modules/README.md explains each.
constexpr std::array<std::string_view, 17> kOrder{
    "core",       "libav",    "video",     "metrics", "grid",  "scenes",
    "importance", "subjects", "selection", "reframe", "plan",  "evaluation",
    "analysis",   "render",   "visualize", "service", "python"};
constexpr std::ptrdiff_t kMaxLines = 400;

struct Source {
  std::string path;  ///< relative to the project
  std::string text;
};

std::vector<Source> sources_below(std::string_view folder) {
  const fs::path project = SMARTCROP_TEST_SOURCE_DIR;
  std::vector<Source> sources;
  if (!fs::exists(project / folder)) return sources;
  for (const auto& entry : fs::recursive_directory_iterator(project / folder)) {
    const std::string extension = entry.path().extension().string();
    if (!entry.is_regular_file() || (extension != ".cpp" && extension != ".hpp")) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    sources.push_back({fs::relative(entry.path(), project).generic_string(), text.str()});
  }
  std::sort(sources.begin(), sources.end(), [](const Source& a, const Source& b) { return a.path < b.path; });
  return sources;
}

/// What stands between the quotes or angle brackets of every #include.
std::vector<std::string> includes(const std::string& text) {
  std::vector<std::string> found;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string line = text.substr(at, end - at);
    at = end + 1;
    const std::size_t hash = line.find_first_not_of(" \t");
    if (hash == std::string::npos || line[hash] != '#') continue;
    const std::size_t word = line.find_first_not_of(" \t", hash + 1);
    if (word == std::string::npos || line.compare(word, 7, "include") != 0) continue;
    const std::size_t open = line.find_first_of("\"<", word);
    const std::size_t close = open == std::string::npos ? open : line.find_first_of("\">", open + 1);
    if (close != std::string::npos) found.push_back(line.substr(open + 1, close - open - 1));
  }
  return found;
}

/// `core` of "smartcrop/core/time.hpp" or of "modules/core/src/time.cpp"; empty for other paths.
std::string module_after(std::string_view prefix, const std::string& path) {
  if (path.compare(0, prefix.size(), prefix) != 0) return {};
  const std::size_t slash = path.find('/', prefix.size());
  return slash == std::string::npos ? std::string() : path.substr(prefix.size(), slash - prefix.size());
}

std::ptrdiff_t layer(const std::string& module) {
  const auto place = std::find(kOrder.begin(), kOrder.end(), module);
  return place == kOrder.end() ? -1 : place - kOrder.begin();
}

/// The includes that climb: of a module above, or of one that is not in the order.
std::vector<std::string> climbing_includes(const Source& source) {
  const std::ptrdiff_t own = layer(module_after("modules/", source.path));
  std::vector<std::string> climbing;
  for (const std::string& include : includes(source.text)) {
    const std::string module = module_after("smartcrop/", include);
    if (!module.empty() && (layer(module) < 0 || layer(module) > own)) climbing.push_back(include);
  }
  return climbing;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(layers)

BOOST_AUTO_TEST_CASE(the_rules_see_includes_in_any_spelling) {
  const std::vector<std::string> expected{"a.hpp", "b/c.hpp", "d"};
  const auto found =
      includes("#include \"a.hpp\"\n  #  include <b/c.hpp>\n// #include <no>\nint x;\n#include <d>");
  BOOST_TEST(found == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_rules_see_an_include_of_a_layer_above) {
  const std::string text =
      "#include \"smartcrop/core/time.hpp\"\n#include \"smartcrop/plan/crop_plan.hpp\"\n";
  BOOST_TEST(climbing_includes({"modules/grid/src/a.cpp", text}).size() == 1U);
  BOOST_TEST(climbing_includes({"modules/plan/src/a.cpp", text}).empty());
  BOOST_TEST(climbing_includes({"modules/render/src/a.cpp", "#include \"smartcrop/utils/a.hpp\"\n"}).size() ==
             1U);
}

BOOST_AUTO_TEST_CASE(every_module_has_its_place_in_the_order) {
  for (const Source& source : sources_below("modules")) {
    BOOST_TEST(layer(module_after("modules/", source.path)) >= 0,
               source.path << ": not a module of the order");
  }
}

BOOST_AUTO_TEST_CASE(modules_are_built_in_the_order) {
  std::ifstream file(fs::path(SMARTCROP_TEST_SOURCE_DIR) / "modules" / "CMakeLists.txt");
  const std::string command = "add_subdirectory(";
  std::ptrdiff_t last = -1;
  for (std::string line; std::getline(file, line);) {
    if (line.compare(0, command.size(), command) != 0) continue;
    const std::string module = line.substr(command.size(), line.find(')') - command.size());
    BOOST_TEST(layer(module) > last, module << " is not in its place");
    last = layer(module);
  }
  BOOST_TEST(last >= 0);
}

BOOST_AUTO_TEST_CASE(a_module_includes_only_modules_below_it) {
  const auto sources = sources_below("modules");
  BOOST_TEST(sources.size() > 10U);
  for (const Source& source : sources) {
    for (const std::string& include : climbing_includes(source)) {
      BOOST_ERROR(source.path << " includes " << include << ", which is not below it");
    }
  }
}

BOOST_AUTO_TEST_CASE(no_module_includes_boost) {
  for (const Source& source : sources_below("modules")) {
    for (const std::string& include : includes(source.text)) {
      BOOST_TEST(module_after("", include) != "boost", source.path << " includes " << include);
    }
  }
}

BOOST_AUTO_TEST_CASE(nobody_includes_all_of_opencv) {
  for (const std::string_view folder : {"modules", "apps", "tests", "benchmarks"}) {
    for (const Source& source : sources_below(folder)) {
      for (const std::string& include : includes(source.text)) {
        BOOST_TEST(include != "opencv2/opencv.hpp", source.path << " includes " << include);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(only_core_parallel_names_the_parallel_loop_of_opencv) {
  const std::string name = "parallel_for_";
  for (const std::string_view folder : {"modules", "apps"}) {
    for (const Source& source : sources_below(folder)) {
      if (source.path == "modules/core/src/parallel.cpp") continue;
      BOOST_TEST((source.text.find(name) == std::string::npos), source.path << " names " << name);
    }
  }
}

BOOST_AUTO_TEST_CASE(no_source_file_is_longer_than_400_lines) {
  for (const std::string_view folder : {"modules", "apps", "tests", "benchmarks"}) {
    for (const Source& source : sources_below(folder)) {
      const auto lines = std::count(source.text.begin(), source.text.end(), '\n');
      BOOST_TEST(lines <= kMaxLines, source.path << " has " << lines << " lines");
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
