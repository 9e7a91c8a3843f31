#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "smartcrop/core/shot.hpp"
#include "smartcrop/scenes/shot_features.hpp"

namespace smartcrop {

/// When a new shot begins. After PySceneDetect's ContentDetector (mean HSV difference of neighboring frames
/// above 27 of 255) and AdaptiveDetector (that difference at least 3 times its mean over 2 frames on either
/// side, and above 15); both have shots of at least 15 frames. Here the difference is the share of the
/// picture that is not found again in the neighboring frame after a search for motion (0..1), which dark
/// pictures, title cards and moving cameras hardly shift; being bounded, it is compared with its surroundings
/// by difference and not by ratio.
struct ShotOptions {
  /// Share of the picture that is new at a cut, above 0, at most 1. Measured on three labeled films: cuts
  /// .65 and above; without a cut up to .56, but then in fast motion, which the next option tells apart. From
  /// .25 to .55 the shots are the same there, on 14 single takes, and on mirrored, darkened, noisy and
  /// recompressed copies.
  double min_change = 0.35;
  /// How far that share rises above its surroundings (mean over both sides of the larger of 2 frames), 0..1.
  /// Measured: cuts .36 and above; without a cut .15 and below. From .20 to .33 the shots are the same.
  double min_rise = 0.25;
  /// Shortest shot, s, 0..3600; of two boundaries nearer than this the clearer one stays. Action films cut
  /// down to a third of a second, the labeled ones among them; PySceneDetect's 15 frames would lose those.
  double min_shot_s = 0.15;
  /// Longest flash, s (flash light, lightning, one bad frame): no cut where the picture is back after at most
  /// this time. 0 = every change counts. At most min_shot_s.
  double max_flash_s = 0.15;
  /// Boundaries at fades through a flat frame (black, white, any color).
  bool fades = true;
  /// Boundaries at dissolves.
  bool dissolves = true;
  /// How much of a frame inside a dissolve the mix of its two ends may leave unexplained, 0..1: 0 = only
  /// still pictures. Measured: from .37 on fast camera moves are taken for dissolves; of dissolves between
  /// two clips of fast sport .30 finds nine in ten of 4 frames and half of 24 frames, of calmer ones all.
  double max_dissolve_residual = 0.30;
  /// Boundaries at wipes.
  bool wipes = true;
  /// How much of all change between a wipe's ends may come at another time than a wipe brings it, 0..1.
  /// Measured: wipes up to .17, more only where fast motion goes on beside them; without a wipe .27 and
  /// above.
  double max_wipe_residual = 0.25;

  std::vector<std::string> problems() const;
};

/// Finds the shots of a video while it is decoded: push every frame in order, then finish. Keeps a window of
/// up to 256 frames (240 KB) and the boundaries found, so memory does not grow with length but for those.
/// Cost of push(SmallFrame): shot_features() plus about 0.02 ms. One thread at a time.
class ShotDetector {
 public:
  /// Throws std::invalid_argument for options out of range.
  explicit ShotDetector(const ShotOptions& options = {});
  ShotDetector(ShotDetector&&) noexcept;
  ShotDetector& operator=(ShotDetector&&) noexcept;
  ~ShotDetector();

  /// The next frame. Throws std::invalid_argument where its time is not after the last one's.
  void push(const SmallFrame& frame);
  void push(const ShotFeatures& features);

  /// The first frame of the latest shot that a hard cut begins, known two or three frames after it; nullopt
  /// before the first cut.
  std::optional<FrameIndex> latest_cut() const;

  /// The shots, without gaps, from the first frame pushed to `end`; none where nothing was pushed. A hard cut
  /// begins with the first frame of the new picture; a fade through black or white with the first frame that
  /// is not flat; a dissolve or wipe in its middle. Frame numbers are those of the frames pushed, the last
  /// end one past the last of them. Call it once. Throws std::invalid_argument where `end` is not after the
  /// last frame's time.
  std::vector<Shot> finish(Time end);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// The same over features made beforehand (by any number of threads), in order.
std::vector<Shot> detect_shots(std::span<const ShotFeatures> features, Time end,
                               const ShotOptions& options = {});

}  // namespace smartcrop
