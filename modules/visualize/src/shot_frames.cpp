#include "smartcrop/visualize/shot_frames.hpp"

#include <algorithm>

namespace smartcrop {

std::vector<Time> shot_middles(std::span<const Shot> shots, int count) {
  struct Divided {
    const Shot* shot;
    int parts;
    double length_s() const { return (shot->end - shot->start).value() / parts; }
  };
  std::vector<Divided> chosen;
  for (const Shot& shot : shots) chosen.push_back({&shot, 1});
  std::stable_sort(chosen.begin(), chosen.end(),
                   [](const Divided& a, const Divided& b) { return a.length_s() > b.length_s(); });
  if (std::ssize(chosen) > count) chosen.resize(static_cast<std::size_t>(std::max(0, count)));
  for (auto left = count - static_cast<int>(chosen.size()); left > 0 && !chosen.empty(); --left) {
    const auto longest =
        std::max_element(chosen.begin(), chosen.end(),
                         [](const Divided& a, const Divided& b) { return a.length_s() < b.length_s(); });
    ++longest->parts;
  }
  std::vector<Time> moments;
  for (const Divided& divided : chosen) {
    const Time length = divided.shot->end - divided.shot->start;
    for (int i = 0; i < divided.parts; ++i)
      moments.push_back(divided.shot->start + Time{length.seconds * Rational(2 * i + 1, 2 * divided.parts)});
  }
  std::sort(moments.begin(), moments.end());
  return moments;
}

std::vector<Frame> frames_at(FrameSource& source, std::span<const Time> times,
                             const CancellationToken& cancellation) {
  // Reading on is cheaper than seeking up to this distance.
  const Time near{{2, 1}};
  std::vector<Frame> frames;
  source.seek({});
  Time at;
  for (const Time& time : times) {
    if (time > at + near) source.seek(time);
    Frame frame;
    do {
      cancellation.throw_if_canceled();
      if (!source.read(frame)) return frames;
    } while (frame.time < time);
    at = frame.time;
    frames.push_back(std::move(frame));
  }
  return frames;
}

}  // namespace smartcrop
