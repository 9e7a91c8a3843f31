#include "smartcrop/importance/importance.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <opencv2/imgproc.hpp>
#include <stdexcept>

#include "above_mean.hpp"
#include "smartcrop/importance/best_track.hpp"
#include "smartcrop/importance/subject_color.hpp"

namespace smartcrop {

cv::Mat above_mean(const cv::Mat& map) {
  cv::Mat result = map - cv::mean(map)[0];
  cv::max(result, 0.0f, result);
  const double sum = cv::sum(result)[0];
  if (sum > 1e-9) result *= 1 / sum;
  return result;
}

namespace {

// Analyzed frames that are estimated together, and how many more are looked at on either side of them.
constexpr std::size_t kBlock = 600, kOverlap = 120;

cv::Mat gaussian_map(cv::Size size, double x, double y, double sigma_x, double sigma_y) {
  cv::Mat row(1, size.width, CV_32F), column(size.height, 1, CV_32F);
  for (int i = 0; i < size.width; ++i)
    row.at<float>(i) = static_cast<float>(std::exp(-0.5 * std::pow((i + 0.5 - x) / sigma_x, 2)));
  for (int j = 0; j < size.height; ++j)
    column.at<float>(j) = static_cast<float>(std::exp(-0.5 * std::pow((j + 0.5 - y) / sigma_y, 2)));
  return column * row;
}

cv::Mat profile(const cv::Mat& map, bool along_x) {
  cv::Mat sums;
  cv::reduce(map, sums, along_x ? 0 : 1, cv::REDUCE_SUM);
  return along_x ? sums : cv::Mat(sums.t());
}

// The strongest blob over time: center in cells per frame.
std::vector<cv::Point2d> follow_blob(const std::vector<cv::Mat>& maps, double step_s,
                                     const ImportanceOptions& o) {
  const int n = static_cast<int>(maps.size());
  const cv::Size size = maps.front().size();
  std::vector<cv::Point2d> centers(maps.size());
  std::vector<int> xs;
  for (const bool along_x : {true, false}) {
    const int cells = along_x ? size.width : size.height;
    const double window = (along_x ? o.blob_width : o.blob_height) * cells;
    cv::Mat profiles(n, cells, CV_32F);
    for (int t = 0; t < n; ++t) {
      cv::Mat seen = maps[static_cast<std::size_t>(t)];
      if (!along_x) {
        const double half = o.blob_width * size.width / 2, x = centers[static_cast<std::size_t>(t)].x;
        const int from = std::clamp(static_cast<int>(x - half), 0, size.width - 1);
        const int to = std::clamp(static_cast<int>(std::ceil(x + half)), from + 1, size.width);
        seen = seen.colRange(from, to);
      }
      profile(seen, along_x).copyTo(profiles.row(t));
    }
    const int positions = cells;
    const double cell_step = (cells - window) / (positions - 1);  // cells per position
    const cv::Mat reward = window_sums(profiles, window, positions, 0.5);
    const double widths_per_position = cell_step / cells;
    const double price = o.blob_inertia * widths_per_position * widths_per_position / (step_s * step_s);
    const auto track = best_track(reward, price);
    for (int t = 0; t < n; ++t) {
      const double center = window / 2 + track[static_cast<std::size_t>(t)] * cell_step;
      (along_x ? centers[static_cast<std::size_t>(t)].x : centers[static_cast<std::size_t>(t)].y) = center;
    }
  }
  return centers;
}

// Exponential smoothing forward and backward: each histogram sees its neighbors in both directions.
void smooth_over_time(std::vector<ColorHistogram>& histograms, double keep) {
  const auto from = histograms;
  ColorHistogram carried{};
  for (std::size_t t = 0; t < histograms.size(); ++t)
    for (int b = 0; b < kColorBins; ++b)
      histograms[t][b] = carried[b] = from[t][b] + static_cast<float>(keep) * carried[b];
  carried.fill(0);
  for (std::size_t t = histograms.size(); t-- > 0;)
    for (int b = 0; b < kColorBins; ++b) {
      histograms[t][b] += static_cast<float>(keep) * carried[b];
      carried[b] = from[t][b] + static_cast<float>(keep) * carried[b];
    }
}

// For each frame the map of cells colored like what the blob holds and unlike the rest.
std::vector<cv::Mat> subject_maps(const FrameSignals* frames, double step_s,
                                  const std::vector<cv::Point2d>& centers, const std::vector<cv::Mat>& learn,
                                  const ImportanceOptions& o) {
  const std::size_t n = learn.size();
  const cv::Size size = learn.front().size();
  std::vector<ColorHistogram> inside(n), outside(n);
  for (std::size_t t = 0; t < n; ++t) {
    inside[t].fill(0);
    outside[t].fill(0);
    const cv::Mat gate = gaussian_map(size, centers[t].x, centers[t].y, o.blob_width * size.width / 2,
                                      o.blob_height * size.height / 2);
    add_colors(inside[t], frames[t].colors, learn[t].mul(gate));
    add_colors(outside[t], frames[t].colors, 1.0f - gate);
  }
  const double keep = std::exp(-step_s / o.color_memory_s);
  smooth_over_time(inside, keep);
  smooth_over_time(outside, keep);
  std::vector<cv::Mat> result(n);
  for (std::size_t t = 0; t < n; ++t) {
    const ColorHistogram p = subject_probability(inside[t], outside[t], o.color_doubt);
    const cv::Mat& bins = frames[t].colors;
    cv::Mat map(size, CV_32F);
    for (int j = 0; j < size.height; ++j) {
      const uchar* b = bins.ptr<uchar>(j);
      float* m = map.ptr<float>(j);
      for (int i = 0; i < size.width; ++i) m[i] = std::max(0.0f, 2 * p[b[i]] - 1);
    }
    cv::blur(map, map, {3, 3});
    result[t] = map;
  }
  return result;
}

void smooth_maps(std::vector<cv::Mat>& maps, double sigma_steps) {
  if (!(sigma_steps > 0.1)) return;
  const int n = static_cast<int>(maps.size()), reach = static_cast<int>(std::ceil(2.5 * sigma_steps));
  const auto from = maps;
  for (int t = 0; t < n; ++t) {
    cv::Mat sum = cv::Mat::zeros(maps.front().size(), CV_32F);
    double total = 0;
    for (int d = -reach; d <= reach; ++d) {
      if (t + d < 0 || t + d >= n) continue;
      const double w = std::exp(-0.5 * d * d / (sigma_steps * sigma_steps));
      cv::scaleAdd(from[static_cast<std::size_t>(t + d)], w, sum, sum);
      total += w;
    }
    maps[static_cast<std::size_t>(t)] = sum * (1 / total);
  }
}

// The grid cells that a box touches, cut at the grid's borders.
cv::Rect cells_of(const CropWindow& box, const GridGeometry& grid) {
  const double px = static_cast<double>(grid.cell_px) * grid.map.block;
  const double left = static_cast<double>(grid.offset_px.x) * grid.map.block,
               top = static_cast<double>(grid.offset_px.y) * grid.map.block;
  const cv::Point from(cvFloor((box.x - left) / px), cvFloor((box.y - top) / px));
  const cv::Point to(cvCeil((box.x + box.w - left) / px), cvCeil((box.y + box.h - top) / px));
  return cv::Rect(from, to) & cv::Rect({}, grid.cells);
}

// 1 in the cells that lie within a part of the frame for the most part, 0 elsewhere.
cv::Mat mask_of(const cv::Rect& picture, const GridGeometry& grid) {
  const double px = static_cast<double>(grid.cell_px) * grid.map.block;
  const cv::Point2d corner = cv::Point2d(grid.offset_px) * static_cast<double>(grid.map.block);
  const auto cell = [&](double at, double offset) {
    return static_cast<int>(std::lround((at - offset) / px));
  };
  const cv::Rect inside(cv::Point(cell(picture.x, corner.x), cell(picture.y, corner.y)),
                        cv::Point(cell(picture.br().x, corner.x), cell(picture.br().y, corner.y)));
  cv::Mat mask = cv::Mat::zeros(grid.cells, CV_32F);
  mask(inside & cv::Rect({}, grid.cells)) = 1;
  return mask;
}

// The center prior: where a cameraman who frames well puts the subject.
cv::Mat prior_of(const ShotSignals& shot, const ImportanceOptions& o) {
  const GridGeometry& grid = shot.grid;
  cv::Rect2d picture(cv::Point2d(), cv::Size2d(grid.cells));
  if (!shot.picture.empty()) {
    const double px = static_cast<double>(grid.cell_px) * grid.map.block;
    const cv::Point2d corner = cv::Point2d(grid.offset_px) * static_cast<double>(grid.map.block);
    picture = {(cv::Point2d(shot.picture.tl()) - corner) / px, cv::Size2d(shot.picture.size()) / px};
  }
  cv::Mat prior = gaussian_map(grid.cells, picture.x + picture.width / 2, picture.y + picture.height / 2,
                               o.prior_sigma * picture.width, o.prior_sigma * picture.height);
  return prior * (o.prior_weight / cv::sum(prior)[0]);
}

// How far what is around and below a box (a face's body) takes part in the motion, 0..1. `moving` has sum 1.
double moves_along(const CropWindow& box, const cv::Mat& moving, const GridGeometry& grid) {
  constexpr double kOfAllMotion = 0.25;  // a person who has this share of the motion is the one who moves
  const cv::Rect body = cells_of({box.x - box.w, box.y - box.h / 2, 3 * box.w, 5 * box.h}, grid);
  if (moving.empty() || body.empty()) return 0;
  return std::min(1.0, cv::sum(moving(body))[0] / kOfAllMotion);
}

// Maps of frames [from, to) of the shot, CV_32FC1.
std::vector<cv::Mat> estimate_block(const ShotSignals& shot, std::size_t from, std::size_t to,
                                    const ImportanceOptions& o) {
  const cv::Size size = shot.grid.cells;
  const cv::Mat prior = o.use_prior ? prior_of(shot, o) : cv::Mat::zeros(size, CV_32F);
  const cv::Mat mask = shot.picture.empty() ? cv::Mat() : mask_of(shot.picture, shot.grid);
  std::vector<cv::Mat> evidence, learn;
  for (std::size_t t = from; t < to; ++t) {
    const FrameSignals& f = shot.frames[t];
    cv::Mat sum = prior.clone(), still = cv::Mat::zeros(size, CV_32F);
    if (!f.still.empty()) {
      f.still.convertTo(still, CV_32F);
      if (!mask.empty()) still = still.mul(mask);
      const double weight =
          (o.use_saliency ? o.saliency_weight : 0) + (o.use_contrast ? o.contrast_weight : 0);
      still *= weight / std::max(1.0, cv::sum(still)[0]);
    }
    double trust = 0;
    cv::Mat moving;
    if (o.use_motion && !f.motion.empty()) {
      cv::Mat motion;
      f.motion.convertTo(motion, CV_32F, 1 / 255.0);
      if (!mask.empty()) motion = motion.mul(mask);
      moving = above_mean(motion);
      const double certainty = moving.dot(motion);
      trust = certainty * certainty / (certainty * certainty + o.motion_sure * o.motion_sure);
      sum += moving * (o.motion_weight * trust);
    }
    learn.push_back(sum + still * (1 - trust));
    sum += still;
    for (const WeightedBox& b : f.boxes) {
      const cv::Rect cells = cells_of(b.box, shot.grid);
      if (cells.empty()) continue;
      const double weight =
          b.weight * o.box_weight * (1 - trust + trust * moves_along(b.box, moving, shot.grid));
      sum(cells) += weight / cells.area();
      learn.back()(cells) += weight / cells.area();
    }
    evidence.push_back(sum);
  }
  std::vector<cv::Mat> maps = evidence;
  smooth_maps(maps, o.smooth_s / shot.step_s);
  for (int round = 0; round < (o.use_color ? o.rounds : 0); ++round) {
    const auto centers = follow_blob(maps, shot.step_s, o);
    const auto subject = subject_maps(&shot.frames[from], shot.step_s, centers, learn, o);
    for (std::size_t t = 0; t < maps.size(); ++t) {
      const cv::Mat like_subject = above_mean(subject[t]);
      maps[t] = evidence[t] + like_subject * o.color_weight;
      if (o.refinement > 0)
        learn[t] = learn[t].mul(like_subject * (o.refinement * size.area()) + (1 - o.refinement));
    }
    smooth_maps(maps, o.smooth_s / shot.step_s);
  }
  for (cv::Mat& m : maps) {
    if (!mask.empty()) m = m.mul(mask);
    const double sum = cv::sum(m)[0];
    cv::pow(m, o.sharpness, m);
    const double now = cv::sum(m)[0];
    if (now > 0) m *= sum / now;
  }
  return maps;
}

// A map of the grid's cells as large as the small map.
cv::Mat heat_of(const GridGeometry& grid, const cv::Mat& cell_map) {
  cv::Mat result = cv::Mat::zeros(grid.map.map_size(), CV_32F);
  const cv::Rect region(grid.offset_px, grid.cells * grid.cell_px);
  cv::resize(cell_map, result(region), region.size(), 0, 0, cv::INTER_LINEAR);
  return result;
}

}  // namespace

std::vector<std::string> ImportanceOptions::problems() const {
  std::vector<std::string> list;
  const auto need = [&](bool holds, const char* what) {
    if (!holds) list.push_back(what);
  };
  need(analysis_fps > 0, "analysis_fps must be above 0");
  need(flow_side >= 64 && flow_side <= 640, "flow_side must be in 64..640");
  need(grid_cells >= 64 && grid_cells <= 4096, "grid_cells must be in 64..4096");
  need(motion_weight >= 0 && saliency_weight >= 0 && contrast_weight >= 0 && color_weight >= 0 &&
           prior_weight >= 0 && box_weight >= 0,
       "weights must be >= 0");
  need(prior_sigma >= 0.05 && prior_sigma <= 1, "prior_sigma must be in 0.05..1");
  need(flow_share >= 0 && flow_share <= 1, "flow_share must be in 0..1");
  need(motion_px > 0 && motion_gray > 0 && support_gray > 0 && motion_sure > 0,
       "motion_px, motion_gray, support_gray and motion_sure must be above 0");
  need(support_box >= 1 && support_box % 2 == 1, "support_box must be odd and >= 1");
  need(color_memory_s > 0, "color_memory_s must be above 0");
  need(color_doubt >= 0 && color_doubt <= 1, "color_doubt must be in 0..1");
  need(blob_width > 0 && blob_width <= 1 && blob_height > 0 && blob_height <= 1,
       "blob_width and blob_height must be in (0, 1]");
  need(blob_inertia >= 0, "blob_inertia must be >= 0");
  need(rounds >= 0 && rounds <= 5, "rounds must be in 0..5");
  need(refinement >= 0 && refinement <= 1, "refinement must be in 0..1");
  need(smooth_s >= 0, "smooth_s must be >= 0");
  need(sharpness >= 0.5 && sharpness <= 4, "sharpness must be in 0.5..4");
  for (const auto& p : camera.problems()) list.push_back("camera." + p);
  for (const auto& p : saliency.problems()) list.push_back("saliency." + p);
  return list;
}

cv::Mat ShotImportance::map(std::size_t t) const {
  cv::Mat result;
  cells.at(t).convertTo(result, CV_32F, scale.at(t));
  return result;
}

cv::Mat ShotImportance::heat(FrameIndex frame) const {
  if (cells.empty()) return cv::Mat::zeros(grid.map.map_size(), CV_32F);
  const auto nearest =
      std::min_element(frame_index.begin(), frame_index.end(),
                       [&](FrameIndex a, FrameIndex b) { return std::abs(a - frame) < std::abs(b - frame); });
  return heat_of(grid, map(static_cast<std::size_t>(nearest - frame_index.begin())));
}

cv::Mat ShotImportance::mean_heat() const {
  if (cells.empty()) return cv::Mat::zeros(grid.map.map_size(), CV_32F);
  cv::Mat sum = cv::Mat::zeros(grid.cells, CV_64F);
  for (std::size_t t = 0; t < size(); ++t) cv::accumulate(map(t), sum);
  cv::Mat mean;
  sum.convertTo(mean, CV_32F, 1 / static_cast<double>(size()));
  return heat_of(grid, mean);
}

std::vector<double> ShotImportance::evidence() const {
  std::vector<double> sums;
  for (std::size_t t = 0; t < size(); ++t) sums.push_back(scale[t] * cv::sum(cells[t])[0]);
  return sums;
}

std::optional<ShotImportance> joined(const std::vector<ShotImportance>& shots) {
  std::optional<ShotImportance> all;
  for (const ShotImportance& shot : shots) {
    if (shot.size() == 0) continue;
    if (!all) {
      all = shot;
      continue;
    }
    all->frame_index.insert(all->frame_index.end(), shot.frame_index.begin(), shot.frame_index.end());
    all->time.insert(all->time.end(), shot.time.begin(), shot.time.end());
    all->cells.insert(all->cells.end(), shot.cells.begin(), shot.cells.end());
    all->scale.insert(all->scale.end(), shot.scale.begin(), shot.scale.end());
  }
  return all;
}

ShotImportance estimate_importance(const ShotSignals& shot, const ImportanceOptions& o) {
  if (const auto list = o.problems(); !list.empty())
    throw std::invalid_argument("ImportanceOptions: " + list.front());
  ShotImportance result{shot.grid, shot.step_s, {}, {}, {}, {}};
  const std::size_t n = shot.frames.size();
  for (std::size_t begin = 0; begin < n; begin += kBlock) {
    const std::size_t end = std::min(n, begin + kBlock), from = begin > kOverlap ? begin - kOverlap : 0,
                      to = std::min(n, end + kOverlap);
    const auto maps = estimate_block(shot, from, to, o);
    for (std::size_t t = begin; t < end; ++t) {
      const cv::Mat& m = maps[t - from];
      double largest = 0;
      cv::minMaxLoc(m, nullptr, &largest);
      cv::Mat bytes;
      m.convertTo(bytes, CV_8U, largest > 0 ? 255 / largest : 0);
      result.frame_index.push_back(shot.frames[t].index);
      result.time.push_back(shot.frames[t].time);
      result.cells.push_back(bytes);
      result.scale.push_back(static_cast<float>(largest / 255));
    }
  }
  return result;
}

}  // namespace smartcrop
