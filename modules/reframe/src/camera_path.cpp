#include "smartcrop/reframe/camera_path.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <opencv2/core.hpp>
#include <stdexcept>

#include "smartcrop/importance/best_track.hpp"

namespace smartcrop {
namespace {

constexpr int kPlaces = 96;  // candidate positions per axis in stage 1

// One axis of the problem, in grid cells along that axis.
struct Axis {
  bool along_x;
  int cells;
  double window;       // cells
  double source_px;    // per cell
  double offset_px;    // source px of cell 0's edge
  double first, last;  // source px that the window must stay between
  double room() const { return std::max(0.0, cells - window); }
  double center_of(int place) const { return window / 2 + room() * place / (kPlaces - 1); }
  bool free() const { return room() > 0.25; }
};

Axis make_axis(const ShotImportance& importance, const PathRequest& r, bool along_x) {
  const GridGeometry& g = importance.grid;
  Axis a;
  a.along_x = along_x;
  a.cells = along_x ? g.cells.width : g.cells.height;
  a.source_px = static_cast<double>(g.cell_px) * g.map.block;
  a.offset_px = static_cast<double>(along_x ? g.offset_px.x : g.offset_px.y) * g.map.block;
  a.first = along_x ? r.within.x : r.within.y;
  a.last = along_x ? r.within.br().x : r.within.br().y;
  const int window_px = along_x ? r.window.width : r.window.height;
  a.window = window_px < a.last - a.first ? window_px / a.source_px : a.cells;
  return a;
}

// The importance of the cells that a part of the frame touches.
ShotImportance part_of(const ShotImportance& importance, const cv::Rect& part) {
  const GridGeometry& g = importance.grid;
  const int px = g.cell_px * g.map.block;
  const cv::Point corner = g.offset_px * g.map.block;
  const auto before = [&](int at) { return static_cast<int>(std::floor(static_cast<double>(at) / px)); };
  const auto after = [&](int at) { return static_cast<int>(std::ceil(static_cast<double>(at) / px)); };
  const cv::Rect cells = cv::Rect(cv::Point(before(part.x - corner.x), before(part.y - corner.y)),
                                  cv::Point(after(part.br().x - corner.x), after(part.br().y - corner.y))) &
                         cv::Rect({}, g.cells);
  if (cells.size() == g.cells || cells.empty()) return importance;
  ShotImportance result = importance;
  result.grid.cells = cells.size();
  result.grid.offset_px += cells.tl() * g.cell_px;
  for (cv::Mat& map : result.cells) map = map(cells);
  return result;
}

// Sums of columns (along x) or rows, as one row.
cv::Mat profile(const cv::Mat& map, bool along_x) {
  cv::Mat sums;
  cv::reduce(map, sums, along_x ? 0 : 1, cv::REDUCE_SUM);
  return along_x ? sums : cv::Mat(sums.t());
}

// Profile of each frame along the axis, of the part of the map that the window spans across it.
cv::Mat profiles(const ShotImportance& importance, const Axis& axis, const Axis& across,
                 const std::vector<double>& across_center) {
  const int n = static_cast<int>(importance.size());
  cv::Mat result(n, axis.cells, CV_32F);
  for (int t = 0; t < n; ++t) {
    const double c = across_center[static_cast<std::size_t>(t)];
    const int from = std::clamp(static_cast<int>(std::lround(c - across.window / 2)), 0, across.cells - 1);
    const int to = std::clamp(static_cast<int>(std::lround(c + across.window / 2)), from + 1, across.cells);
    const cv::Mat map = importance.map(static_cast<std::size_t>(t));
    profile(axis.along_x ? map.rowRange(from, to) : map.colRange(from, to), axis.along_x)
        .copyTo(result.row(t));
  }
  return result;
}

// Solves (diag(d) + hold-weights + smooth D2'D2) x = rhs, symmetric with two off-diagonals, in place by LDL'.
void solve_pentadiagonal(std::vector<double>& d, std::vector<double>& e, std::vector<double>& f,
                         std::vector<double>& rhs) {
  const std::size_t n = d.size();
  for (std::size_t i = 0; i < n; ++i) {
    // e[i] couples i and i+1, f[i] couples i and i+2.
    if (i + 1 < n) {
      const double l1 = e[i] / d[i];
      d[i + 1] -= l1 * e[i];
      if (i + 2 < n) e[i + 1] -= l1 * f[i];
      rhs[i + 1] -= l1 * rhs[i];
    }
    if (i + 2 < n) {
      const double l2 = f[i] / d[i];
      d[i + 2] -= l2 * f[i];
      rhs[i + 2] -= l2 * rhs[i];
    }
  }
  for (std::size_t i = n; i-- > 0;) {
    double v = rhs[i];
    if (i + 1 < n) v -= e[i] * rhs[i + 1];
    if (i + 2 < n) v -= f[i] * rhs[i + 2];
    rhs[i] = v / d[i];
  }
}

struct Target {
  double low, high, weight;
};

// Stage 2 in units of the window's size; `dt` seconds per source frame.
std::vector<double> film(const std::vector<Target>& targets, double dt, const PathOptions& o) {
  const std::size_t n = targets.size();
  std::vector<double> x(n);
  for (std::size_t t = 0; t < n; ++t) x[t] = (targets[t].low + targets[t].high) / 2;
  const double smooth = o.smooth / (dt * dt * dt * dt);
  for (int round = 0; round < 30; ++round) {
    std::vector<double> d(n, 0), e(n, 0), f(n, 0), rhs(n, 0);
    for (std::size_t t = 0; t < n; ++t) {
      // Squared distance to an interval is majorized by the squared distance to the nearest point of it.
      d[t] += targets[t].weight;
      rhs[t] += targets[t].weight * std::clamp(x[t], targets[t].low, targets[t].high);
    }
    for (std::size_t t = 0; t + 1 < n && o.hold > 0; ++t) {
      const double w = round == 0 ? 0 : o.hold / dt / std::max(1e-4, std::abs(x[t + 1] - x[t]) / dt) / dt;
      d[t] += w;
      d[t + 1] += w;
      e[t] -= w;
    }
    for (std::size_t t = 0; t + 2 < n; ++t) {
      d[t] += smooth;
      d[t + 1] += 4 * smooth;
      d[t + 2] += smooth;
      e[t] -= 2 * smooth;
      e[t + 1] -= 2 * smooth;
      f[t] += smooth;
    }
    solve_pentadiagonal(d, e, f, rhs);
    double change = 0;
    for (std::size_t t = 0; t < n; ++t) change = std::max(change, std::abs(rhs[t] - x[t]));
    x.swap(rhs);
    if (change < 1e-5) break;
  }
  return x;
}

// Stage 1 and 2 for one axis. Result: center per source frame, source px; `coarse`: center per analyzed
// frame, cells.
std::vector<double> solve_axis(const ShotImportance& importance, const PathRequest& r, const PathOptions& o,
                               const Axis& axis, const Axis& across, const std::vector<double>& across_center,
                               std::vector<double>& coarse) {
  const cv::Mat profile = profiles(importance, axis, across, across_center);
  cv::Mat reward = window_sums(profile, axis.window, kPlaces, o.taper);
  const double place = axis.room() / (kPlaces - 1) / axis.cells;  // frame sizes per place
  const double mean_reward = std::max(1e-9, cv::sum(reward)[0] / static_cast<double>(reward.total()));
  const double speed = place / importance.step_s;
  // Where nothing tells positions apart the middle wins.
  for (int t = 0; t < reward.rows; ++t)
    for (int p = 0; p < kPlaces; ++p)
      reward.at<float>(t, p) +=
          static_cast<float>(1e-4 * mean_reward * (1 - std::abs(2.0 * p / (kPlaces - 1) - 1)));
  const auto track = best_track(reward, o.inertia * mean_reward * speed * speed);
  const std::size_t frames = static_cast<std::size_t>(r.end_frame - r.start_frame);
  std::vector<Target> seen;
  for (std::size_t t = 0; t < track.size(); ++t) {
    const float* kept = reward.ptr<float>(static_cast<int>(t));
    int low = track[t], high = track[t];
    const float enough = static_cast<float>((1 - o.slack) * kept[track[t]]);
    while (low > 0 && kept[low - 1] >= enough) --low;
    while (high + 1 < kPlaces && kept[high + 1] >= enough) ++high;
    seen.push_back({axis.center_of(low) / axis.window, axis.center_of(high) / axis.window,
                    std::max(0.01, kept[track[t]] / (2 * mean_reward))});
    coarse[t] = axis.center_of(track[t]);
  }
  std::vector<Target> targets(frames);
  std::size_t next = 0;
  for (std::size_t i = 0; i < frames; ++i) {
    const FrameIndex frame = r.start_frame + static_cast<std::int64_t>(i);
    while (next + 1 < seen.size() && importance.frame_index[next + 1] <= frame) ++next;
    const std::size_t after = std::min(next + 1, seen.size() - 1);
    const double span = static_cast<double>(importance.frame_index[after] - importance.frame_index[next]);
    const double part =
        span > 0 ? std::clamp(static_cast<double>(frame - importance.frame_index[next]) / span, 0.0, 1.0) : 0;
    const Target &a = seen[next], &b = seen[after];
    targets[i] = {a.low + part * (b.low - a.low), a.high + part * (b.high - a.high),
                  a.weight + part * (b.weight - a.weight)};
  }
  std::vector<double> path = film(targets, 1 / r.fps, o);
  const double half = axis.window * axis.source_px / 2;
  for (double& c : path)
    c = std::clamp(axis.offset_px + c * axis.window * axis.source_px, axis.first + half,
                   std::max(axis.first + half, axis.last - half));
  return path;
}

void check(const ShotImportance& importance, const PathRequest& r, const PathOptions& o) {
  if (const auto list = o.problems(); !list.empty())
    throw std::invalid_argument("PathOptions: " + list.front());
  if (importance.cells.empty() || importance.size() != importance.frame_index.size() ||
      importance.size() != importance.scale.size())
    throw std::invalid_argument("camera path: importance must have maps, one frame index each");
  if (r.end_frame <= r.start_frame) throw std::invalid_argument("camera path: the range of frames is empty");
  if (!(r.fps > 0)) throw std::invalid_argument("camera path: fps must be above 0");
  const cv::Rect source({}, importance.grid.map.source);
  if ((r.within & source) != r.within)
    throw std::invalid_argument("camera path: windows must stay within the source");
  if (r.window.empty() || r.window.width > r.within.width || r.window.height > r.within.height)
    throw std::invalid_argument("camera path: the window is larger than what it must stay within");
}

PathRequest with_limits(PathRequest r, const ShotImportance& importance) {
  if (r.within.empty()) r.within = cv::Rect({}, importance.grid.map.source);
  return r;
}

// The largest sum of `length` neighboring profile values that lie outside [from, to).
double largest_beside(const cv::Mat& profile, int length, int from, int to) {
  const float* value = profile.ptr<float>();
  double largest = 0;
  for (const auto& [begin, end] : {std::pair(0, from), std::pair(to, profile.cols)}) {
    double sum = 0;
    for (int i = begin; i < end; ++i) {
      sum += value[i];
      if (i - begin >= length) sum -= value[i - length];
      largest = std::max(largest, sum);
    }
  }
  return largest;
}

struct Shares {
  double kept = 1, rival = 0;
};

Shares shares_of(const ShotImportance& importance, const Axis& ax, const Axis& ay, const PathRequest& r,
                 const std::vector<CropWindow>& windows) {
  double sum = 0, beside = 0, total = 0;
  for (std::size_t t = 0; t < importance.size(); ++t) {
    const std::int64_t last = std::ssize(windows) - 1;
    const std::int64_t i = std::clamp<std::int64_t>(importance.frame_index[t] - r.start_frame, 0, last);
    const CropWindow& w = windows[static_cast<std::size_t>(i)];
    const cv::Mat map = importance.map(t);
    const int x0 =
        std::clamp(static_cast<int>(std::lround((w.x - ax.offset_px) / ax.source_px)), 0, ax.cells - 1);
    const int x1 = std::clamp(static_cast<int>(std::lround((w.x + w.w - ax.offset_px) / ax.source_px)),
                              x0 + 1, ax.cells);
    const int y0 =
        std::clamp(static_cast<int>(std::lround((w.y - ay.offset_px) / ay.source_px)), 0, ay.cells - 1);
    const int y1 = std::clamp(static_cast<int>(std::lround((w.y + w.h - ay.offset_px) / ay.source_px)),
                              y0 + 1, ay.cells);
    sum += cv::sum(map(cv::Rect(x0, y0, x1 - x0, y1 - y0)))[0];
    const double across = largest_beside(profile(map.rowRange(y0, y1), true), x1 - x0, x0, x1);
    const double down = largest_beside(profile(map.colRange(x0, x1), false), y1 - y0, y0, y1);
    beside += std::max(across, down);
    total += cv::sum(map)[0];
  }
  // The parts are added in another order than the whole, so that they may come out above it in the last bits.
  const auto share = [&](double part) { return std::min(part / total, 1.0); };
  return total > 0 ? Shares{share(sum), share(beside)} : Shares{};
}

cv::Mat total_importance(const ShotImportance& importance) {
  cv::Mat sum = cv::Mat::zeros(importance.grid.cells, CV_32F);
  for (std::size_t t = 0; t < importance.size(); ++t) sum += importance.map(t);
  return sum;
}

}  // namespace

std::vector<std::string> PathOptions::problems() const {
  std::vector<std::string> list;
  if (!(inertia >= 0)) list.push_back("inertia must be >= 0");
  if (!(taper >= 0 && taper <= 0.5)) list.push_back("taper must be in 0..0.5");
  if (!(slack >= 0 && slack <= 0.5)) list.push_back("slack must be in 0..0.5");
  if (!(hold >= 0)) list.push_back("hold must be >= 0");
  if (!(smooth >= 0)) list.push_back("smooth must be >= 0");
  return list;
}

PathOptions path_options(PathMood mood) {
  PathOptions o;
  if (mood == PathMood::calm) o.inertia *= 4, o.hold *= 4, o.smooth *= 16, o.slack = 0.06;
  if (mood == PathMood::lively) o.inertia /= 4, o.hold /= 4, o.smooth /= 16, o.slack = 0.01;
  return o;
}

CameraPath moving_path(const ShotImportance& all, const PathRequest& request, const PathOptions& o) {
  const PathRequest r = with_limits(request, all);
  check(all, r, o);
  const ShotImportance importance = part_of(all, r.within);
  const Axis ax = make_axis(importance, r, true), ay = make_axis(importance, r, false);
  const std::size_t frames = static_cast<std::size_t>(r.end_frame - r.start_frame);
  std::vector<double> px(frames, r.within.x + r.within.width / 2.0),
      py(frames, r.within.y + r.within.height / 2.0);
  std::vector<double> cx(importance.size(), ax.cells / 2.0), cy(importance.size(), ay.cells / 2.0);
  if (ax.free() && ay.free()) {
    // Both axes: x is first found on the whole height, then each on what the other's window spans.
    Axis whole = ay;
    whole.window = ay.cells;
    solve_axis(importance, r, o, ax, whole, std::vector<double>(cx.size(), ay.cells / 2.0), cx);
    for (int turn = 0; turn < 2; ++turn) {
      py = solve_axis(importance, r, o, ay, ax, cx, cy);
      px = solve_axis(importance, r, o, ax, ay, cy, cx);
    }
  } else if (ax.free()) {
    px = solve_axis(importance, r, o, ax, ay, cy, cx);
  } else if (ay.free()) {
    py = solve_axis(importance, r, o, ay, ax, cx, cy);
  }
  CameraPath path;
  for (std::size_t i = 0; i < frames; ++i)
    path.windows.push_back({px[i] - r.window.width / 2.0, py[i] - r.window.height / 2.0,
                            static_cast<double>(r.window.width), static_cast<double>(r.window.height)});
  const Shares shares = shares_of(importance, ax, ay, r, path.windows);
  path.kept_share = shares.kept;
  path.rival_share = shares.rival;
  return path;
}

CameraPath fixed_path(const ShotImportance& importance, const PathRequest& request, const PathOptions& o) {
  const PathRequest r = with_limits(request, importance);
  check(importance, r, o);
  const Axis ax = make_axis(importance, r, true), ay = make_axis(importance, r, false);
  const cv::Mat sum = total_importance(importance);
  double largest = 0;
  cv::minMaxLoc(sum, nullptr, &largest);
  cv::Mat bytes;
  sum.convertTo(bytes, CV_8U, largest > 0 ? 255 / largest : 0);
  const ShotImportance whole{importance.grid, importance.step_s, {r.start_frame},
                             {Time{}},        {bytes},           {static_cast<float>(largest / 255)}};
  PathRequest once = r;
  once.end_frame = r.start_frame + 1;
  const CropWindow best = moving_path(whole, once, o).windows.front();
  CameraPath path;
  path.windows.assign(static_cast<std::size_t>(r.end_frame - r.start_frame), best);
  const Shares shares = shares_of(importance, ax, ay, r, path.windows);
  path.kept_share = shares.kept;
  path.rival_share = shares.rival;
  return path;
}

std::vector<double> kept_shares(const ShotImportance& importance, std::span<const CropWindow> windows,
                                const PathOptions& options) {
  const GridGeometry& grid = importance.grid;
  const double px = static_cast<double>(grid.cell_px) * grid.map.block;
  const cv::Point2d offset = cv::Point2d(grid.offset_px) * static_cast<double>(grid.map.block);
  const cv::Mat total = total_importance(importance);
  const double sum = cv::sum(total)[0];
  std::vector<double> shares;
  for (const CropWindow& window : windows) {
    const auto across =
        window_weights(grid.cells.width, (window.x - offset.x) / px, window.w / px, options.taper);
    const auto down =
        window_weights(grid.cells.height, (window.y - offset.y) / px, window.h / px, options.taper);
    double kept = 0;
    for (int j = 0; j < total.rows; ++j) {
      const float* row = total.ptr<float>(j);
      double row_sum = 0;
      for (int i = 0; i < total.cols; ++i) row_sum += row[i] * across[static_cast<std::size_t>(i)];
      kept += row_sum * down[static_cast<std::size_t>(j)];
    }
    shares.push_back(sum > 0 ? std::min(kept / sum, 1.0) : 0);
  }
  return shares;
}

}  // namespace smartcrop
