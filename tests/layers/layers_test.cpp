#include <boost/test/unit_test.hpp>
#include <cstddef>
#include <map>
#include <regex>

#include "layers/project.hpp"

namespace fs = std::filesystem;
using namespace smartcrop::test;

namespace {

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

/// The modules that a module's CMakeLists.txt links and that are not below it. Any mention of SmartCrop::NAME
/// or smartcrop_NAME counts; comments do not.
std::vector<std::string> climbing_links(const std::string& module, const std::string& cmake) {
  static const std::regex kComment("#[^\n]*"), kModule("(?:SmartCrop::|smartcrop_)([a-z]+)\\b");
  const std::string code = std::regex_replace(cmake, kComment, "");
  std::vector<std::string> climbing;
  for (std::sregex_iterator at(code.begin(), code.end(), kModule), end; at != end; ++at) {
    const std::string linked = (*at)[1];
    if (layer(linked) > layer(module) || (layer(linked) < 0 && at->str().starts_with("SmartCrop::")))
      climbing.push_back(linked);
  }
  return climbing;
}

/// The types that a header of a module defines in smartcrop::internal.
std::vector<std::string> internal_types(const std::string& header) {
  static const std::regex kType("\\n(?:struct|class|enum class) (\\w+)[^;{]*\\{");
  std::vector<std::string> types;
  if (header.find("namespace smartcrop::internal {") == std::string::npos) return types;
  for (std::sregex_iterator at(header.begin(), header.end(), kType), end; at != end; ++at)
    types.push_back((*at)[1]);
  return types;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(layers)

// Two types of one name break the one-definition rule: the linker keeps one std::vector of them.
BOOST_AUTO_TEST_CASE(no_two_modules_define_an_internal_type_of_the_same_name) {
  BOOST_TEST(
      internal_types("namespace smartcrop::internal {\nstruct A final : B {\n  int x;\n};\nclass C;\n") ==
          std::vector<std::string>{"A"},
      boost::test_tools::per_element());
  std::map<std::string, std::string> header_of;
  for (const Source& source : sources_below("modules")) {
    if (!source.path.ends_with(".hpp")) continue;
    for (const std::string& type : internal_types(source.text)) {
      const auto [known, is_new] = header_of.emplace(type, source.path);
      BOOST_TEST(is_new, type << " is defined by " << known->second << " and by " << source.path);
    }
  }
  BOOST_TEST(header_of.size() > 10U);
}

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

BOOST_AUTO_TEST_CASE(the_rules_see_a_link_to_a_layer_above) {
  const std::string cmake =
      "smartcrop_add_module(plan # SmartCrop::render\n PUBLIC SmartCrop::core\n PRIVATE "
      "SmartCrop::analysis)\n"
      "target_link_libraries(smartcrop_plan PRIVATE smartcrop_service SmartCrop::utils)";
  const std::vector<std::string> expected{"analysis", "service", "utils"};
  BOOST_TEST(climbing_links("plan", cmake) == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_module_links_only_modules_below_it) {
  const fs::path project = SMARTCROP_TEST_SOURCE_DIR;
  for (const std::string_view module : kOrder) {
    const std::string cmake = text_of(project / "modules" / module / "CMakeLists.txt");
    BOOST_TEST(!cmake.empty(), module << " has no CMakeLists.txt");
    for (const std::string& linked : climbing_links(std::string(module), cmake))
      BOOST_ERROR(module << " links " << linked << ", which is not below it");
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
      if (source.path.starts_with("modules/core/")) continue;
      BOOST_TEST((source.text.find(name) == std::string::npos), source.path << " names " << name);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
