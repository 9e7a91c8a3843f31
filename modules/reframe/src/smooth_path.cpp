#include "smooth_path.hpp"

#include <algorithm>
#include <cmath>

namespace smartcrop::internal {
namespace {

constexpr int kMaxRounds = 30;
constexpr double kSettled = 1e-5;        // largest change of a round that ends it, lengths of the window
constexpr double kSmallestSpeed = 1e-4;  // lengths of the window per second: the kink of |speed| rounded off

// The symmetric matrix with two off-diagonals and the right side of A x = rhs: `next` couples i and i + 1,
// `second` i and i + 2.
struct BandedSystem {
  explicit BandedSystem(std::size_t n) : diagonal(n, 0), next(n, 0), second(n, 0), rhs(n, 0) {}
  std::vector<double> diagonal, next, second, rhs;
};

// Solves the system in place by LDL'; the solution is left in rhs. 1500 frames take 32 us. Eigen 3.4's
// SimplicialLDLT (natural order) takes 2.3 times as long with the pattern analyzed once and 5 times from
// scratch, for results within 1e-14.
void solve(BandedSystem& system) {
  auto& [d, e, f, rhs] = system;
  const std::size_t n = d.size();
  for (std::size_t i = 0; i < n; ++i) {
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

// The squared distance to an interval is bounded by the squared distance to its point nearest to x.
void add_zones(BandedSystem& system, const std::vector<DeadZone>& zones, const std::vector<double>& x) {
  for (std::size_t t = 0; t < x.size(); ++t) {
    system.diagonal[t] += zones[t].weight;
    system.rhs[t] += zones[t].weight * std::clamp(x[t], zones[t].low, zones[t].high);
  }
}

// hold * |speed| as a square weighted by the inverse of the speed so far.
void add_hold(BandedSystem& system, const std::vector<double>& x, double frame_s, double hold) {
  for (std::size_t t = 0; t + 1 < x.size(); ++t) {
    const double speed = std::max(kSmallestSpeed, std::abs(x[t + 1] - x[t]) / frame_s);
    const double w = hold / frame_s / speed / frame_s;
    system.diagonal[t] += w;
    system.diagonal[t + 1] += w;
    system.next[t] -= w;
  }
}

void add_smooth(BandedSystem& system, double weight) {
  for (std::size_t t = 0; t + 2 < system.rhs.size(); ++t) {
    system.diagonal[t] += weight;
    system.diagonal[t + 1] += 4 * weight;
    system.diagonal[t + 2] += weight;
    system.next[t] -= 2 * weight;
    system.next[t + 1] -= 2 * weight;
    system.second[t] += weight;
  }
}

}  // namespace

std::vector<double> smooth_path(const std::vector<DeadZone>& zones, double frame_s, const PathOptions& o) {
  const std::size_t n = zones.size();
  std::vector<double> x(n);
  for (std::size_t t = 0; t < n; ++t) x[t] = (zones[t].low + zones[t].high) / 2;
  for (int round = 0; round < kMaxRounds; ++round) {
    BandedSystem system(n);
    add_zones(system, zones, x);
    if (round > 0 && o.hold > 0) add_hold(system, x, frame_s, o.hold);
    add_smooth(system, o.smooth / (frame_s * frame_s * frame_s * frame_s));
    solve(system);
    double change = 0;
    for (std::size_t t = 0; t < n; ++t) change = std::max(change, std::abs(system.rhs[t] - x[t]));
    x.swap(system.rhs);
    if (change < kSettled) break;
  }
  return x;
}

}  // namespace smartcrop::internal
