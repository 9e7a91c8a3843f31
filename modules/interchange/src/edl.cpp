#include "smartcrop/interchange/edl.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <filesystem>

#include "smartcrop/core/error.hpp"
#include "smartcrop/core/text.hpp"

namespace smartcrop {
namespace {

/// Frames of a second as time code counts them, 30 for 29.97.
std::int64_t counted_rate(Rational rate) {
  return std::llround(rate.value());
}

/// Time code at 29.97 and 59.94 drops numbers so that it follows the clock.
bool drops_frames(Rational rate) {
  return rate == Rational(30000, 1001) || rate == Rational(60000, 1001);
}

/// `TALK` of `talk.mp4`, at most 8 letters and digits as CMX3600 has it.
std::string reel_name(const std::string& path) {
  std::string reel;
  constexpr std::size_t kLongest = 8;
  for (const char c : std::filesystem::path(path).stem().string()) {
    const auto letter = static_cast<unsigned char>(c);
    if (reel.size() < kLongest && std::isalnum(letter) != 0) reel += static_cast<char>(std::toupper(letter));
  }
  return reel.empty() ? "AX" : reel;
}

/// With zeros before it.
std::string digits(std::int64_t value, std::size_t width) {
  const std::string text = std::to_string(value);
  return std::string(width - std::min(width, text.size()), '0') + text;
}

/// With spaces behind it.
std::string column(std::string text, std::size_t width) {
  text.resize(std::max(width, text.size()), ' ');
  return text;
}

std::string event(int number, const std::string& reel, const std::string& track, const TimelineClip& clip,
                  Rational rate) {
  return digits(number, 3) + "  " + column(reel, 8) + " " + column(track, 5) + " C        " +
         time_code(clip.source_start, rate) + " " + time_code(clip.source_start + clip.source_length, rate) +
         " " + time_code(clip.start, rate) + " " + time_code(clip.start + clip.length, rate) + "\n";
}

}  // namespace

std::string time_code(std::int64_t frame, Rational frame_rate) {
  const std::int64_t rate = counted_rate(frame_rate);
  const bool drops = drops_frames(frame_rate);
  if (drops) {
    // Two numbers (four at 59.94) are left out each minute but every tenth.
    const std::int64_t dropped = rate / 15, ten_minutes = rate * 600 - dropped * 9,
                       minute = rate * 60 - dropped;
    const std::int64_t tens = frame / ten_minutes, rest = frame % ten_minutes;
    frame += dropped * 9 * tens;
    if (rest >= rate * 60) frame += dropped * ((rest - rate * 60) / minute + 1);
  }
  return digits(frame / (rate * 3600), 2) + ":" + digits(frame / (rate * 60) % 60, 2) + ":" +
         digits(frame / rate % 60, 2) + (drops ? ";" : ":") + digits(frame % rate, 2);
}

std::string write_edl(const Timeline& timeline, const std::string& path) {
  constexpr std::size_t kMostEvents = 999;
  if (timeline.clips.size() > kMostEvents) {
    throw Error(path + ": the plan has " + std::to_string(timeline.clips.size()) +
                " clips, an EDL holds at most " + std::to_string(kMostEvents) + "; use another format");
  }
  const std::string name = std::filesystem::path(path).filename().string(), reel = reel_name(path);
  std::string text = "TITLE: " + std::filesystem::path(path).stem().string() + "\n";
  text += drops_frames(timeline.frame_rate) ? "FCM: DROP FRAME\n" : "FCM: NON-DROP FRAME\n";
  const std::string track = timeline.source.video.audio_streams > 0 ? "AA/V" : "V";
  int number = 0;
  for (const TimelineClip& clip : timeline.clips) {
    text += "\n" + event(++number, reel, track, clip, timeline.frame_rate);
    if (clip.speed != 1) {
      text += "M2   " + column(reel, 8) + " " +
              column(decimals(clip.speed * timeline.frame_rate.value(), 2), 12) + " " +
              time_code(clip.source_start, timeline.frame_rate) + "\n";
    }
    text += "* FROM CLIP NAME: " + name + "\n";
  }
  return text;
}

}  // namespace smartcrop
