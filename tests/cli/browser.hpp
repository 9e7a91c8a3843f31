#pragma once

#include <string>

namespace smartcrop::test {

/// Whether Chromium is installed (as `chromium`, Debian's name).
bool has_browser();

/// What a browser makes of a page.
struct PageLook {
  int width = 0;         ///< px of the view
  int scroll_width = 0;  ///< px of the page; more than the view has = it scrolls sideways
  int images = 0;
  int broken_images = 0;   ///< that did not decode
  int hidden_images = 0;   ///< of width 0
  std::string background;  ///< CSS color of the page
  std::string text;        ///< what can be read
  std::string console;     ///< errors and warnings
};

/// Opens a page in Chromium without a screen, in a view of `width` px. Throws std::runtime_error where that
/// fails.
PageLook look_at(const std::string& html, int width, bool dark = false);

}  // namespace smartcrop::test
