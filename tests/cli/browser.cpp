#include "cli/browser.hpp"

#include <nlohmann/json.hpp>
#include <sstream>
#include <stdexcept>

#include "cli/cli.hpp"

namespace smartcrop::test {
namespace {

std::string replaced_all(std::string text, const std::string& from, const std::string& to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
    text.replace(at, from.size(), to);
  return text;
}

/// A page with the other page in a frame, which it examines; a window cannot be as narrow as a phone.
std::string examiner(const std::string& html, int width) {
  const std::string escaped = replaced_all(replaced_all(html, "&", "&amp;"), "\"", "&quot;");
  return "<!DOCTYPE html><meta charset=utf-8><iframe width=" + std::to_string(width) +
         " height=900 style=border:0 srcdoc=\"" + escaped + R"("></iframe><script>
onload = () => {
  const page = document.querySelector('iframe').contentDocument;
  const images = [...page.images];
  const broken = images.filter(image => !image.complete || image.naturalWidth == 0).length;
  const result = {width: page.defaultView.innerWidth, scroll_width: page.documentElement.scrollWidth,
    images: images.length, broken, hidden: images.filter(image => image.width == 0).length,
    background: page.defaultView.getComputedStyle(page.body).backgroundColor, text: page.body.innerText};
  const bytes = new TextEncoder().encode(JSON.stringify(result));
  document.body.textContent = '[' + [...bytes].join(',') + ']';
};
</script>)";
}

}  // namespace

bool has_browser() {
  return run({"sh", "-c", "command -v chromium"}).exit_code == 0;
}

PageLook look_at(const std::string& html, int width, bool dark) {
  const TemporaryFolder folder;
  write_file(folder / "examiner.html", examiner(html, width));
  std::vector<std::string> command{"chromium",
                                   "--headless=new",
                                   "--no-sandbox",
                                   "--disable-gpu",
                                   "--disable-dev-shm-usage",
                                   "--no-first-run",
                                   "--user-data-dir=" + folder / "profile",
                                   "--enable-logging=stderr",
                                   "--virtual-time-budget=20000",
                                   "--window-size=1400,1000",
                                   "--dump-dom"};
  // 0 = dark, 1 = light (blink's PreferredColorScheme).
  command.push_back(dark ? "--blink-settings=preferredColorScheme=0"
                         : "--blink-settings=preferredColorScheme=1");
  command.push_back("file://" + folder / "examiner.html");
  const ProcessResult result = run(command);
  const std::size_t begin = result.out.find("<body>["), end = result.out.find(']', begin);
  if (result.exit_code != 0 || begin == std::string::npos || end == std::string::npos)
    throw std::runtime_error("chromium could not examine the page: " + result.err);
  const std::vector<std::uint8_t> bytes =
      nlohmann::json::parse(result.out.substr(begin + 6, end - begin - 5)).get<std::vector<std::uint8_t>>();
  const nlohmann::json json = nlohmann::json::parse(bytes);
  PageLook look{json["width"],  json["scroll_width"], json["images"], json["broken"],
                json["hidden"], json["background"],   json["text"],   {}};
  std::istringstream log(result.err);
  for (std::string line; std::getline(log, line);) {
    if (line.find("CONSOLE") != std::string::npos) look.console += line + "\n";
  }
  return look;
}

}  // namespace smartcrop::test
