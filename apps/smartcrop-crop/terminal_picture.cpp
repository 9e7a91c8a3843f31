#include "smartcrop-crop/terminal_picture.hpp"

#include <poll.h>
#include <sixel.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <memory>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <optional>
#include <sstream>
#include <string_view>

#include "common/app.hpp"
#include "common/descriptor.hpp"
#include "smartcrop/core/base64.hpp"
#include "smartcrop/core/error.hpp"
#include "smartcrop/visualize/image_file.hpp"

namespace smartcrop::app {
namespace {

constexpr std::string_view kDeviceAttributes = "\033[c";
// A picture of one pixel to be tried, not shown. Terminals without the protocol ignore it; all answer what
// follows.
constexpr std::string_view kKittyQuery = "\033_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\033\\\033[c";

/// Answers arrive without waiting for Enter and are not echoed; Ctrl-C still interrupts.
class UnbufferedTerminal {
 public:
  explicit UnbufferedTerminal(int terminal) : terminal_(terminal) {
    is_changed_ = tcgetattr(terminal, &before_) == 0;
    termios changed = before_;
    changed.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);
    changed.c_cc[VMIN] = 0;
    changed.c_cc[VTIME] = 0;
    is_changed_ = is_changed_ && tcsetattr(terminal, TCSANOW, &changed) == 0;
  }
  ~UnbufferedTerminal() {
    if (is_changed_) tcsetattr(terminal_, TCSANOW, &before_);
  }
  UnbufferedTerminal(const UnbufferedTerminal&) = delete;
  UnbufferedTerminal& operator=(const UnbufferedTerminal&) = delete;

 private:
  int terminal_;
  bool is_changed_ = false;
  termios before_{};
};

/// Takes `ESC [ ? ... c` out of what was read; its text between, or nothing while it is not there.
std::optional<std::string> take_attributes(std::string& bytes) {
  const std::size_t begin = bytes.find("\033[?");
  if (begin == std::string::npos) return std::nullopt;
  const std::size_t end = bytes.find_first_not_of("0123456789;", begin + 3);
  if (end == std::string::npos || bytes[end] != 'c') return std::nullopt;
  std::string attributes = bytes.substr(begin + 3, end - begin - 3);
  bytes.erase(begin, end + 1 - begin);
  return attributes;
}

/// Takes kitty's answer out; whether it says that the picture would do.
bool take_kitty_answer(std::string& bytes) {
  const std::size_t begin = bytes.find("\033_Gi=31");
  const std::size_t end = begin == std::string::npos ? begin : bytes.find("\033\\", begin);
  if (end == std::string::npos) return false;
  const bool is_ok = bytes.substr(begin, end - begin).ends_with(";OK");
  bytes.erase(begin, end + 2 - begin);
  return is_ok;
}

bool has_sixel(const std::string& attributes) {
  std::istringstream list(attributes);
  for (std::string number; std::getline(list, number, ';');) {
    if (number == "4") return true;
  }
  return false;
}

/// Writes a question and reads until its device attributes have come back or patience ends.
std::optional<std::string> ask(int input, int output, std::string_view question, std::string& bytes) {
  using Clock = std::chrono::steady_clock;
  write_all(output, question);
  const Clock::time_point end = Clock::now() + kTerminalPatience;
  while (true) {
    if (auto attributes = take_attributes(bytes)) return attributes;
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now());
    if (left.count() <= 0 || !wait_for_input(input, left)) return std::nullopt;
    std::array<char, 256> buffer{};
    const ssize_t count = read(input, buffer.data(), buffer.size());
    if (count <= 0) return std::nullopt;
    bytes.append(buffer.data(), static_cast<std::size_t>(count));
  }
}

int append_bytes(char* data, int size, void* text) {
  static_cast<std::string*>(text)->append(data, static_cast<std::size_t>(size));
  return size;
}

void check_sixel(SIXELSTATUS status) {
  if (SIXEL_FAILED(status))
    throw Error("the terminal's picture cannot be made: " + std::string(sixel_helper_format_error(status)));
}

std::string sixel_text(const cv::Mat& bgr) {
  constexpr int kColors = 256;
  std::string text;
  cv::Mat rgb;
  cv::cvtColor(bgr, rgb, cv::COLOR_BGR2RGB);
  sixel_output_t* output = nullptr;
  check_sixel(sixel_output_new(&output, append_bytes, &text, nullptr));
  const std::unique_ptr<sixel_output_t, void (*)(sixel_output_t*)> held_output(output, sixel_output_unref);
  sixel_dither_t* dither = nullptr;
  check_sixel(sixel_dither_new(&dither, kColors, nullptr));
  const std::unique_ptr<sixel_dither_t, void (*)(sixel_dither_t*)> held_dither(dither, sixel_dither_unref);
  check_sixel(sixel_dither_initialize(dither, rgb.data, rgb.cols, rgb.rows, SIXEL_PIXELFORMAT_RGB888,
                                      SIXEL_LARGE_AUTO, SIXEL_REP_AUTO, SIXEL_QUALITY_AUTO));
  check_sixel(sixel_encode(rgb.data, rgb.cols, rgb.rows, 3, dither, output));
  return text + "\n";
}

std::string kitty_text(const cv::Mat& bgr) {
  constexpr std::size_t kChunk = 4096;  // the protocol's limit
  const std::vector<std::uint8_t> png = encode_png(bgr);
  const std::string base64 = encode_base64(png);
  std::string text;
  for (std::size_t at = 0; at < base64.size(); at += kChunk) {
    text += at == 0 ? "\033_Ga=T,f=100,q=2,m=" : "\033_Gm=";
    text += at + kChunk < base64.size() ? "1;" : "0;";
    text += base64.substr(at, kChunk) + "\033\\";
  }
  return text + "\n";
}

}  // namespace

TerminalAnswer ask_terminal(int input, int output) {
  const char* kind = std::getenv("TERM");
  if (kind == nullptr || std::string_view(kind) == "dumb" || *kind == '\0') return {};
  if (isatty(input) == 0 || isatty(output) == 0) return {};
  const UnbufferedTerminal unbuffered(input);
  TerminalAnswer answer;
  const auto attributes = ask(input, output, kDeviceAttributes, answer.typed);
  if (attributes && has_sixel(*attributes)) {
    answer.protocol = PictureProtocol::sixel;
  } else if (attributes) {
    ask(input, output, kKittyQuery, answer.typed);
    if (take_kitty_answer(answer.typed)) answer.protocol = PictureProtocol::kitty;
    write_all(output, "\r\033[K");  // what a terminal may have printed of the query
  }
  return answer;
}

std::string terminal_picture(const cv::Mat& bgr, PictureProtocol protocol) {
  if (protocol == PictureProtocol::none) return {};
  return protocol == PictureProtocol::sixel ? sixel_text(bgr) : kitty_text(bgr);
}

cv::Mat fitted_to_terminal(const cv::Mat& bgr, int terminal) {
  constexpr int kUsualWidth_px = 720, kUsualHeight_px = 640;  // 80x32 cells of 9x20, where nothing is known
  winsize size{};
  const bool is_known = ioctl(terminal, TIOCGWINSZ, &size) == 0 && size.ws_xpixel > 0 && size.ws_ypixel > 0;
  const double width = is_known ? size.ws_xpixel : kUsualWidth_px;
  // The question stays in sight below.
  const double height = is_known ? 0.9 * size.ws_ypixel : kUsualHeight_px;
  const double scale = std::min({1.0, width / bgr.cols, height / bgr.rows});
  if (scale == 1) return bgr;
  cv::Mat smaller;
  cv::resize(
      bgr, smaller,
      {std::max(1, static_cast<int>(bgr.cols * scale)), std::max(1, static_cast<int>(bgr.rows * scale))}, 0,
      0, cv::INTER_AREA);
  return smaller;
}

}  // namespace smartcrop::app
