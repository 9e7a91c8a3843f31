#include "common/manual.hpp"

#include <algorithm>
#include <cctype>
#include <functional>
#include <ostream>

#include "smartcrop/core/version.hpp"

namespace smartcrop::app {
namespace {

using Option = po::option_description;

void for_each_option(const App& app, const po::options_description& common,
                     const std::function<void(const Option&)>& visit) {
  for (const po::options_description* group : {&app.options, &common}) {
    for (const auto& option : group->options()) visit(*option);
  }
}

bool takes_value(const Option& option) {
  return option.semantic()->max_tokens() > 0;
}

/// The short name of an option, `h` of `help,h`; empty if it has none.
std::string short_name(const Option& option) {
  const std::string name = option.canonical_display_name(po::command_line_style::allow_dash_for_short);
  return name.size() == 2 && name[0] == '-' ? name.substr(1) : "";
}

/// Escapes text for roff. Hyphens become minus signs, which can be copied to a shell.
std::string roff(const std::string& text) {
  std::string result = text.empty() || (text[0] != '.' && text[0] != '\'') ? "" : "\\&";
  for (const char c : text) {
    if (c == '\\') {
      result += "\\e";
    } else if (c == '-') {
      result += "\\-";
    } else {
      result += c;
    }
  }
  return result;
}

void write_roff_option(std::ostream& out, const Option& option) {
  out << ".TP\n";
  const std::string letter = short_name(option);
  if (!letter.empty()) out << "\\fB\\-" << letter << "\\fR, ";
  out << "\\fB" << roff("--" + option.long_name()) << "\\fR";
  if (takes_value(option)) out << " \\fI" << roff(option.format_parameter()) << "\\fR";
  out << "\n" << roff(option.description()) << "\n";
}

void write_man(std::ostream& out, const App& app, const po::options_description& common) {
  std::string title = app.name;
  std::transform(title.begin(), title.end(), title.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  out << ".TH " << roff(title) << " 1 \"\" \"smart\\-crop\\-video " << version() << "\" \"User Commands\"\n"
      << ".SH NAME\n"
      << roff(app.name) << " \\- " << roff(app.summary) << "\n"
      << ".SH SYNOPSIS\n\\fB" << roff(app.name) << "\\fR " << roff(app.usage) << "\n";
  if (!app.description.empty()) out << ".SH DESCRIPTION\n" << roff(app.description) << "\n";
  out << ".SH EXAMPLES\n.nf\n";
  for (const std::string& example : app.examples) out << roff(example) << "\n";
  out << ".fi\n.SH OPTIONS\n";
  for_each_option(app, common, [&](const Option& option) { write_roff_option(out, option); });
  out << ".SH EXIT STATUS\n0 success, 1 failure, 2 wrong usage, 130 interrupted.\n.SH SEE "
         "ALSO\n\\fBsmartcrop\\fR(1)\n";
}

void write_bash(std::ostream& out, const App& app, const po::options_description& common) {
  std::string function = "_" + app.name;
  std::replace(function.begin(), function.end(), '-', '_');
  out << "# bash completion of " << app.name << "\n"
      << function << "() {\n"
      << "  local word=${COMP_WORDS[COMP_CWORD]}\n  if [[ $word == -* ]]; then\n"
      << "    mapfile -t COMPREPLY < <(compgen -W '";
  for_each_option(app, common, [&](const Option& option) { out << " --" << option.long_name(); });
  out << "' -- \"$word\")\n  else\n    compopt -o filenames\n"
      << "    mapfile -t COMPREPLY < <(compgen -f -- \"$word\")\n  fi\n}\n"
      << "complete -F " << function << " " << app.name << "\n";
}

/// The first clause of a text, short enough for the menu of a completion.
std::string first_clause(const std::string& text) {
  return text.substr(0, std::min({text.find(':'), text.find(';'), text.find('('), text.size()}));
}

std::string without(std::string text, const std::string& characters) {
  std::erase_if(text, [&](char c) { return characters.find(c) != std::string::npos; });
  return text;
}

void write_zsh(std::ostream& out, const App& app, const po::options_description& common) {
  out << "#compdef " << app.name << "\n_arguments -s \\\n";
  for_each_option(app, common, [&](const Option& option) {
    out << "  '*--" << option.long_name() << (takes_value(option) ? "=" : "") << "["
        << without(first_clause(option.description()), "'[]") << "]"
        << (takes_value(option) ? ":value:_files" : "") << "' \\\n";
  });
  out << "  '*:file:_files'\n";
}

void write_fish(std::ostream& out, const App& app, const po::options_description& common) {
  for_each_option(app, common, [&](const Option& option) {
    out << "complete -c " << app.name << " -l " << option.long_name() << (takes_value(option) ? " -r" : "")
        << " -d '" << without(first_clause(option.description()), "'\\") << "'\n";
  });
}

}  // namespace

void write_manual(std::ostream& out, const std::string& kind, const App& app,
                  const po::options_description& common) {
  if (kind == "man") return write_man(out, app, common);
  if (kind == "bash") return write_bash(out, app, common);
  if (kind == "zsh") return write_zsh(out, app, common);
  if (kind == "fish") return write_fish(out, app, common);
  throw UsageError("manual '" + kind + "' is not man, bash, zsh or fish");
}

}  // namespace smartcrop::app
