#include "smartcrop/plan/time_map.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace smartcrop {
namespace {

constexpr double kNever = std::numeric_limits<double>::infinity();

/// [begin, end) of the source at one speed.
struct Run {
  double begin, end, speed;

  double output_s() const { return (end - begin) / speed; }
};

void append(std::vector<Run>& runs, double begin, double end, double speed) {
  if (end <= begin) return;
  if (!runs.empty() && runs.back().speed == speed) {
    runs.back().end = end;
  } else {
    runs.push_back({begin, end, speed});
  }
}

/// The plan's part of the source without gaps. The last scene continues after the plan's end, so that no ramp
/// begins before the end.
std::vector<Run> runs_of(const CropPlan& plan) {
  const double start = plan.shots.front().start.value();
  const double end = plan.shots.back().end ? plan.shots.back().end->value() : kNever;
  std::vector<Run> runs;
  double at = start;
  for (const PlanScene& scene : plan.scenes) {
    const double scene_start = std::clamp(scene.start.value(), at, std::max(at, end));
    append(runs, at, scene_start, 1);
    const double scene_end = scene.end ? std::min(scene.end->value(), end) : end;
    append(runs, scene_start, scene_end, scene.speed);
    at = std::max(at, scene_end);
  }
  append(runs, at, end, 1);
  runs.back().end = kNever;
  return runs;
}

}  // namespace

TimeMap::TimeMap(const CropPlan& plan) {
  const std::vector<Run> runs = runs_of(plan);
  double output = runs.front().begin;
  // Before the plan's start, output time is source time.
  pieces_.push_back({output, output, 1, 0});
  pieces_.push_back({output, output, runs.front().speed, 0});
  for (std::size_t i = 0; i + 1 < runs.size(); ++i) {
    const Run &from = runs[i], &to = runs[i + 1];
    output += from.output_s();
    const double ramp = std::min({plan.ramp_s, from.output_s(), to.output_s()});
    if (ramp > 0) {
      add_piece(
          {from.end - from.speed * ramp / 2, output - ramp / 2, from.speed, (to.speed - from.speed) / ramp});
    }
    add_piece({from.end + to.speed * ramp / 2, output + ramp / 2, to.speed, 0});
  }
  for (const Piece& piece : pieces_) {
    const bool is_plain = piece.speed == 1 && piece.acceleration == 0;
    if (stretches_.empty() || stretches_.back().is_plain != is_plain)
      stretches_.push_back({piece.source_s, piece.output_s, is_plain});
  }
}

void TimeMap::add_piece(const Piece& piece) {
  // Where the ramps fill the scene, no part of it plays at its own speed.
  if (pieces_.size() > 1 && pieces_.back().source_s >= piece.source_s) pieces_.pop_back();
  pieces_.push_back(piece);
}

const TimeMap::Piece& TimeMap::piece_of_source(double source_s) const {
  const auto after = std::upper_bound(pieces_.begin() + 1, pieces_.end(), source_s,
                                      [](double s, const Piece& piece) { return s < piece.source_s; });
  return *std::prev(after);
}

/// Seconds of the output since the piece's beginning: the root of the parabola that stays finite without
/// acceleration.
double TimeMap::passed_s(const Piece& piece, double source_s) {
  const double source = source_s - piece.source_s;
  const double end_speed =
      std::sqrt(std::max(0.0, piece.speed * piece.speed + 2 * piece.acceleration * source));
  return 2 * source / (piece.speed + end_speed);
}

double TimeMap::output_s(double source_s) const {
  const Piece& piece = piece_of_source(source_s);
  return piece.output_s + passed_s(piece, source_s);
}

double TimeMap::source_s(double output_s) const {
  const auto after = std::upper_bound(pieces_.begin() + 1, pieces_.end(), output_s,
                                      [](double o, const Piece& piece) { return o < piece.output_s; });
  const Piece& piece = *std::prev(after);
  const double passed = output_s - piece.output_s;
  return piece.source_s + passed * (piece.speed + piece.acceleration * passed / 2);
}

double TimeMap::speed(double source_s) const {
  const Piece& piece = piece_of_source(source_s);
  return piece.speed + piece.acceleration * passed_s(piece, source_s);
}

double output_length_s(const CropPlan& plan, double source_end_s) {
  const double start = plan.shots.front().start.value();
  const double end =
      plan.shots.back().end ? std::min(plan.shots.back().end->value(), source_end_s) : source_end_s;
  return std::max(0.0, TimeMap(plan).output_s(end) - start);
}

}  // namespace smartcrop
