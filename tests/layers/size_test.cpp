// What keeps the sources easy to enter: short files, short functions, plain names.
#include <boost/test/unit_test.hpp>
#include <regex>

#include "layers/project.hpp"

using namespace smartcrop::test;

namespace {

constexpr std::ptrdiff_t kMaxFileLines = 400, kMaxFunctionLines = 60, kMaxReadmeLines = 150;
constexpr std::array<std::string_view, 5> kFolders{"modules", "apps", "tests", "benchmarks", "fuzz"};

std::size_t indent_of(const std::string& line) {
  return std::min(line.find_first_not_of(' '), line.size());
}

struct Function {
  std::string signature;  ///< its first line
  std::ptrdiff_t lines;   ///< with signature and closing brace
};

/// Functions of clang-formatted code, free ones and those in a class body: a line that is only a brace, at
/// column 0 or 2, closes what the nearest line before it with the same indent opens. Classes and initializers
/// end in "};", namespaces in a comment.
std::vector<Function> functions_of(const std::string& text) {
  const std::vector<std::string> lines = lines_of(text);
  std::vector<Function> functions;
  for (std::size_t end = 0; end < lines.size(); ++end) {
    if (lines[end] != "}" && lines[end] != "  }") continue;
    const std::size_t indent = indent_of(lines[end]);
    std::size_t begin = end;
    while (begin > 0) {
      const std::string& line = lines[--begin];
      if (!line.empty() && line[0] != '#' && indent_of(line) <= indent) break;
    }
    if (lines[begin].find('(') == std::string::npos) continue;
    functions.push_back({lines[begin].substr(indent), static_cast<std::ptrdiff_t>(end - begin + 1)});
  }
  return functions;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(layers_size)

BOOST_AUTO_TEST_CASE(functions_are_found_with_their_lines) {
  const auto found = functions_of(
      "namespace a {\nint f(int x,\n      int y) {\n\n#if B\n  if (x) {\n    return 1;\n  }\n#endif\n}\n"
      "struct S {\n  int g() {\n    return 2;\n  }\n};\nconst int k[] = {\n  1,\n};\n}  // namespace a\n");
  BOOST_REQUIRE(found.size() == 3u);
  BOOST_TEST(found[0].signature == "if (x) {");
  BOOST_TEST(found[1].signature == "int f(int x,");
  BOOST_TEST(found[1].lines == 9);
  BOOST_TEST(found[2].signature == "int g() {");
  BOOST_TEST(found[2].lines == 3);
}

BOOST_AUTO_TEST_CASE(no_function_is_longer_than_60_lines) {
  for (const std::string_view folder : kFolders)
    for (const Source& source : sources_below(folder))
      for (const Function& function : functions_of(source.text))
        BOOST_TEST(function.lines <= kMaxFunctionLines,
                   source.path << ": " << function.lines << " lines: " << function.signature);
}

BOOST_AUTO_TEST_CASE(no_source_file_is_longer_than_400_lines) {
  for (const std::string_view folder : kFolders)
    for (const Source& source : sources_below(folder)) {
      const auto lines = std::count(source.text.begin(), source.text.end(), '\n');
      BOOST_TEST(lines <= kMaxFileLines, source.path << " has " << lines << " lines");
    }
}

BOOST_AUTO_TEST_CASE(the_readme_is_no_longer_than_150_lines) {
  const std::string readme = text_of(SMARTCROP_TEST_SOURCE_DIR "/README.md");
  const auto lines = std::count(readme.begin(), readme.end(), '\n');
  BOOST_TEST(lines > 0);
  BOOST_TEST(lines <= kMaxReadmeLines);
}

BOOST_AUTO_TEST_CASE(no_file_is_named_detail_and_no_namespace_is_inline) {
  static const std::regex kInline("\\binline +(namespace|v[0-9])");
  for (const std::string_view folder : kFolders)
    for (const Source& source : sources_below(folder)) {
      BOOST_TEST((source.path.find("_detail.") == std::string::npos), source.path);
      for (const std::string& line : lines_of(source.text))
        if (line.find("inline ") != std::string::npos)
          BOOST_TEST(!std::regex_search(line, kInline), source.path << ": " << line);
    }
}

BOOST_AUTO_TEST_SUITE_END()
