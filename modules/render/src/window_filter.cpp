#include "window_filter.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <span>
#include <vector>

#include "padding_filter.hpp"

namespace smartcrop::internal {
namespace {

/// Pixels of the enlarged picture to one of the source. Odd, so that a pixel's middle is one of its parts and
/// a window on whole pixels comes out as it is.
constexpr int kParts = 15;
using Coordinate = double CropWindow::*;

/// From `begin_s` on: a + b u + c u^2 + d u^3 with u the seconds since `origin_s`.
struct Piece {
  double begin_s = 0, origin_s = 0;
  std::array<double, 4> terms{};
};

/// What evaluate_keyframes() computes on the way between two keyframes, as a polynomial of the time.
Piece piece_between(const Keyframe& from, const Keyframe& to, Coordinate c) {
  const double start = from.window.*c, way = to.window.*c - start;
  const double span = (to.time - from.time).value();
  Piece piece{from.time.value(), from.time.value(), {start, 0, 0, 0}};
  if (from.easing == Easing::linear) {
    piece.terms[1] = way / span;
  } else if (from.easing == Easing::smoothstep) {
    piece.terms[2] = 3 * way / (span * span);
    piece.terms[3] = -2 * way / (span * span * span);
  } else {
    const double u = from.velocity.*c, v = to.velocity.*c;
    piece.terms[1] = u;
    piece.terms[2] = (3 * way / span - 2 * u - v) / span;
    piece.terms[3] = (u + v - 2 * way / span) / (span * span);
  }
  return piece;
}

std::vector<Piece> pieces_of(const CropPlan& plan, Coordinate c) {
  std::vector<Piece> pieces;
  for (const PlanShot& shot : plan.shots) {
    const auto& keys = shot.keyframes;
    if (keys.size() == 1 || keys.front().time > shot.start) {
      pieces.push_back({shot.start.value(), 0, {keys.front().window.*c, 0, 0, 0}});
    }
    for (std::size_t i = 0; i + 1 < keys.size(); ++i)
      pieces.push_back(piece_between(keys[i], keys[i + 1], c));
    if (keys.size() > 1) pieces.push_back({keys.back().time.value(), 0, {keys.back().window.*c, 0, 0, 0}});
  }
  return pieces;
}

std::string polynomial_text(const Piece& piece) {
  const auto& [a, b, c, d] = piece.terms;
  if (b == 0 && c == 0 && d == 0) return number_text(a);
  const std::string u = piece.origin_s == 0 ? "ld(2)" : "(ld(2)-" + number_text(piece.origin_s) + ")";
  std::string inner = number_text(b);
  if (c != 0 || d != 0) {
    inner = "(" + inner + "+" + u + "*" +
            (d != 0 ? "(" + number_text(c) + "+" + u + "*" + number_text(d) + ")" : number_text(c)) + ")";
  }
  return "(" + number_text(a) + "+" + u + "*" + inner + ")";
}

/// A binary tree of questions: ffmpeg's parser takes expressions a hundred levels deep.
std::string tree_text(std::span<const Piece> pieces) {
  if (pieces.size() == 1) return polynomial_text(pieces.front());
  const std::size_t middle = pieces.size() / 2;
  return "if(lt(ld(2)," + number_text(pieces[middle].begin_s - kBefore_s) + ")," +
         tree_text(pieces.first(middle)) + "," + tree_text(pieces.subspan(middle)) + ")";
}

bool is_constant(const std::vector<Piece>& pieces) {
  return std::all_of(pieces.begin(), pieces.end(), [&](const Piece& piece) {
    return piece.terms[0] == pieces.front().terms[0] && piece.terms[1] == 0 && piece.terms[2] == 0 &&
           piece.terms[3] == 0;
  });
}

bool is_even(double value) {
  return std::abs(value / 2 - std::round(value / 2)) < 1e-6;
}

/// One axis of the windows.
struct Axis {
  std::vector<Piece> start, length;
  /// Whole px that the windows come out with: the output's, or the largest length where the output is
  /// smaller, for a filter of its own that makes smaller without aliasing.
  int side = 0;

  bool is_fixed() const { return is_constant(start) && is_constant(length); }
  bool is_cut() const {
    return is_fixed() && is_even(start.front().terms[0]) && is_even(length.front().terms[0]);
  }
};

Axis axis_of(const CropPlan& plan, Coordinate start, Coordinate length, int output) {
  Axis axis{pieces_of(plan, start), pieces_of(plan, length), 0};
  double longest = 0;
  for (const PlanShot& shot : plan.shots) {
    for (const Keyframe& keyframe : shot.keyframes) longest = std::max(longest, keyframe.window.*length);
  }
  axis.side = static_cast<int>(std::ceil(longest - 1e-6));
  if (!axis.is_cut()) axis.side = std::max(axis.side, output);
  return axis;
}

/// Filters that cut the windows out along one axis; the other one stays as it is.
std::string axis_filter(const std::string& time, const Axis& axis, bool across) {
  const std::string large = std::to_string(kParts * axis.side), side = std::to_string(axis.side);
  const std::string whole = across ? "iw" : "ih";
  const bool zooms = !is_constant(axis.length);
  const double length = axis.length.front().terms[0];
  // Parts to one px of the source.
  const std::string parts =
      zooms ? large + "/" + tree_text(axis.length)
            : (length == axis.side ? std::to_string(kParts) : number_text(kParts * axis.side / length));
  // While filters are set up there is no time yet.
  const std::string many_times = std::to_string(kParts) + "*" + whole;
  const std::string enlarged =
      zooms ? "'if(isnan(t)," + many_times + "," + time + "round(" + whole + "*" + parts + "))':eval=frame"
            : (length == axis.side ? many_times : "'round(" + whole + "*" + parts + ")'");
  const std::string at =
      is_constant(axis.start) && !zooms
          ? number_text(std::round(axis.start.front().terms[0] * kParts * axis.side / length))
          : "'" + time + tree_text(axis.start) + "*" + parts + "'";
  const auto filter = [&](const std::string& moved, const std::string& still) {
    return (across ? "w=" + moved + ":h=" + still : "h=" + moved + ":w=" + still);
  };
  const std::string cut = across ? large + ":ih:" + at + ":0" : "iw:" + large + ":0:" + at;
  return "scale=" + filter(enlarged, across ? "ih" : "iw") + ":flags=lanczos+accurate_rnd,crop=" + cut +
         ":exact=1,scale=" + filter(side, across ? "ih" : "iw") + ":flags=neighbor";
}

/// The windows of the plan's shots, which fill the output.
std::string cropping_filter(const CropPlan& plan, const std::string& time) {
  const Axis x = axis_of(plan, &CropWindow::x, &CropWindow::w, plan.output_size.width),
             y = axis_of(plan, &CropWindow::y, &CropWindow::h, plan.output_size.height);
  std::vector<std::string> filters;
  // What can be cut away at once makes the rest cheaper.
  const auto edge = [](const Axis& axis) { return number_text(std::round(axis.start.front().terms[0])); };
  if (x.is_cut() || y.is_cut()) {
    filters.push_back("crop=" + (x.is_cut() ? std::to_string(x.side) : "iw") + ":" +
                      (y.is_cut() ? std::to_string(y.side) : "ih") + ":" + (x.is_cut() ? edge(x) : "0") +
                      ":" + (y.is_cut() ? edge(y) : "0"));
  }
  if (!x.is_cut()) filters.push_back(axis_filter(time, x, true));
  if (!y.is_cut()) filters.push_back(axis_filter(time, y, false));
  if (cv::Size(x.side, y.side) != plan.output_size) {
    filters.push_back("scale=" + std::to_string(plan.output_size.width) + ":" +
                      std::to_string(plan.output_size.height) + ":flags=lanczos+accurate_rnd");
  }
  std::string chain;
  for (const std::string& filter : filters) chain += (chain.empty() ? "" : ",") + filter;
  return chain.empty() ? "null" : chain;
}

/// Frames between shots are left out.
std::string selection(const CropPlan& plan) {
  std::string gaps;
  for (std::size_t i = 0; i + 1 < plan.shots.size(); ++i) {
    const Time gap_start = *plan.shots[i].end, gap_end = plan.shots[i + 1].start;
    if (gap_start == gap_end) continue;
    gaps += "*not(between(ld(2)," + number_text(gap_start.value() - kBefore_s) + "," +
            number_text(gap_end.value() - kBefore_s) + "))";
  }
  return gaps.empty() ? std::string() : "select='" + plan_time_text(plan) + "1" + gaps + "'";
}

}  // namespace

std::string number_text(double value) {
  char text[64];
  std::snprintf(text, sizeof text, "%.7f", value);
  std::string digits = text;
  digits.erase(digits.find_last_not_of('0') + 1);
  if (digits.back() == '.') digits.pop_back();
  return digits.front() == '-' ? "(" + digits + ")" : digits;
}

std::string plan_time_text(const CropPlan& plan) {
  const Time start = plan.shots.front().start;
  if (start > Time{}) return "st(2,t+" + number_text(start.value()) + ");";
  return "if(not(ld(1)),st(0,t);st(1,1));st(2,t-ld(0));";
}

std::string window_filter(const CropPlan& plan) {
  CropPlan cropped = plan;
  std::erase_if(cropped.shots, [](const PlanShot& shot) { return shot.fit == Fit::pad; });
  const std::string time = plan_time_text(plan), selected = selection(plan);
  const std::string chain =
      cropped.shots.size() == plan.shots.size()
          ? cropping_filter(plan, time)
          : padding_filter(plan, cropped.shots.empty() ? "" : cropping_filter(cropped, time));
  return selected.empty() ? chain : selected + "," + chain;
}

}  // namespace smartcrop::internal
