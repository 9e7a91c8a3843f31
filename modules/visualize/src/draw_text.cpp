#include "smartcrop/visualize/draw_text.hpp"

#include <ft2build.h>
#include FT_FREETYPE_H

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <mutex>
#include <opencv2/core.hpp>
#include <stdexcept>
#include <vector>

#include "smartcrop/core/error.hpp"

// The font file's bytes.
asm(".section .rodata\n"
    ".balign 16\n"
    "smartcrop_font_begin:\n"
    ".incbin \"" SMARTCROP_FONT
    "\"\n"
    "smartcrop_font_end:\n"
    ".byte 0\n"
    ".previous\n");
extern const unsigned char smartcrop_font_begin[] __attribute__((visibility("hidden")));
extern const unsigned char smartcrop_font_end[] __attribute__((visibility("hidden")));

namespace smartcrop {
namespace {

constexpr int kSmallest_px = 6, kLargest_px = 400;
constexpr char32_t kReplacement = 0xFFFD;

/// The code points of UTF-8 text; invalid bytes become the replacement character.
std::vector<char32_t> code_points(std::string_view utf8) {
  std::vector<char32_t> points;
  for (std::size_t i = 0; i < utf8.size();) {
    const auto lead = static_cast<unsigned char>(utf8[i++]);
    const int following = lead < 0x80   ? 0
                          : lead < 0xC2 ? -1
                          : lead < 0xE0 ? 1
                          : lead < 0xF0 ? 2
                          : lead < 0xF5 ? 3
                                        : -1;
    char32_t point = following <= 0 ? lead : lead & (0x3FU >> following);
    int left = following;
    for (; left > 0 && i < utf8.size() && (utf8[i] & 0xC0) == 0x80; --left, ++i)
      point = point << 6 | (utf8[i] & 0x3F);
    points.push_back(left == 0 ? point : kReplacement);
  }
  return points;
}

/// FreeType and the font. FreeType's objects are not thread-safe, so users hold the lock.
class Font {
 public:
  static Font& instance() {
    static Font font;
    return font;
  }

  std::unique_lock<std::mutex> lock(int size_px) {
    std::unique_lock<std::mutex> held(mutex_);
    if (FT_Set_Pixel_Sizes(face_, 0, static_cast<FT_UInt>(size_px)) != 0)
      throw Error("the font is not available at " + std::to_string(size_px) + " px");
    return held;
  }

  /// The glyph's picture and advance; valid until the next call.
  const FT_GlyphSlotRec_& glyph(char32_t point) {
    if (FT_Load_Char(face_, point, FT_LOAD_RENDER | FT_LOAD_TARGET_LIGHT) != 0)
      throw Error("the font cannot draw a character");
    return *face_->glyph;
  }

  int ascent_px() const {
    return static_cast<int>(std::ceil(static_cast<double>(face_->size->metrics.ascender) / 64));
  }
  /// Hinting may move a stroke by a pixel beyond the font's own line.
  int height_px() const {
    return ascent_px() + 1 -
           static_cast<int>(std::floor(static_cast<double>(face_->size->metrics.descender) / 64));
  }

 private:
  Font() {
    if (FT_Init_FreeType(&library_) != 0 ||
        FT_New_Memory_Face(library_, smartcrop_font_begin, smartcrop_font_end - smartcrop_font_begin, 0,
                           &face_) != 0) {
      throw Error("the font cannot be read");
    }
  }
  ~Font() { FT_Done_FreeType(library_); }
  Font(const Font&) = delete;
  Font& operator=(const Font&) = delete;

  std::mutex mutex_;
  FT_Library library_ = nullptr;
  FT_Face face_ = nullptr;
};

void check_size(const TextStyle& style) {
  if (style.size_px < kSmallest_px || style.size_px > kLargest_px) {
    throw std::invalid_argument("text size " + std::to_string(style.size_px) + " must be from 6 to 400 px");
  }
}

int margin_px(const TextStyle& style) {
  return style.plate ? style.size_px / 4 : 0;
}

/// Lays a glyph's coverage (0..255) of `color` over the picture.
void blend(cv::Mat& bgr, const FT_Bitmap& coverage, cv::Point corner, const cv::Scalar& color) {
  const cv::Rect place(corner, cv::Size(static_cast<int>(coverage.width), static_cast<int>(coverage.rows)));
  const cv::Rect seen = place & cv::Rect({}, bgr.size());
  for (int y = seen.y; y < seen.y + seen.height; ++y) {
    const unsigned char* alpha = coverage.buffer + static_cast<std::ptrdiff_t>(y - corner.y) * coverage.pitch;
    auto* row = bgr.ptr<cv::Vec3b>(y);
    for (int x = seen.x; x < seen.x + seen.width; ++x) {
      const double share = alpha[x - corner.x] / 255.0;
      for (int c = 0; c < 3; ++c)
        row[x][c] = cv::saturate_cast<uchar>(row[x][c] + share * (color[c] - row[x][c]));
    }
  }
}

int advance_px(const FT_GlyphSlotRec_& glyph) {
  return static_cast<int>(std::lround(static_cast<double>(glyph.advance.x) / 64));
}

}  // namespace

cv::Size text_size(std::string_view utf8, const TextStyle& style) {
  check_size(style);
  Font& font = Font::instance();
  const auto held = font.lock(style.size_px);
  int width = 0;
  for (const char32_t point : code_points(utf8)) width += advance_px(font.glyph(point));
  return {width + 2 * margin_px(style), font.height_px() + 2 * margin_px(style)};
}

void draw_text(cv::Mat& bgr, std::string_view utf8, cv::Point corner, const TextStyle& style) {
  if (bgr.type() != CV_8UC3) throw std::invalid_argument("draw_text: the picture must be CV_8UC3");
  const cv::Size space = text_size(utf8, style);
  if (style.plate) {
    const cv::Rect seen = cv::Rect(corner, space) & cv::Rect({}, bgr.size());
    if (!seen.empty()) bgr(seen).setTo(*style.plate);
  }
  Font& font = Font::instance();
  const auto held = font.lock(style.size_px);
  cv::Point pen(corner.x + margin_px(style), corner.y + margin_px(style) + font.ascent_px());
  for (const char32_t point : code_points(utf8)) {
    const FT_GlyphSlotRec_& glyph = font.glyph(point);
    blend(bgr, glyph.bitmap, {pen.x + glyph.bitmap_left, pen.y - glyph.bitmap_top}, style.color);
    pen.x += advance_px(glyph);
  }
}

std::string fitted_text(std::string_view utf8, const TextStyle& style, int width) {
  std::string text(utf8);
  if (text_size(text, style).width <= width) return text;
  const std::string ellipsis = "\u2026";
  while (!text.empty() && text_size(text + ellipsis, style).width > width) {
    while (!text.empty() && (text.back() & 0xC0) == 0x80) text.pop_back();
    if (!text.empty()) text.pop_back();
  }
  return text + ellipsis;
}

}  // namespace smartcrop
