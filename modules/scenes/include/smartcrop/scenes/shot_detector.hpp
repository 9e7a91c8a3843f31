#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "smartcrop/core/shot.hpp"
#include "smartcrop/scenes/shot_features.hpp"

namespace smartcrop {

/// When a new shot begins. Modeled on PySceneDetect's ContentDetector (mean HSV difference of neighboring
/// frames above 27 of 255) and AdaptiveDetector (that difference at least 3 times its mean over 2 frames on
/// either side, and above 15); both have shots of at least 15 frames. Here the difference is the share of the
/// picture (0..1) that a search for motion does not find in the neighboring frame. Dark pictures, title cards
/// and moving cameras hardly change it. Because it is bounded, it is compared with its surroundings by
/// difference, not by ratio.
struct ShotOptions {
  /// Share of the picture that is new at a cut, above 0, at most 1. Measured on three labeled films: cuts
  /// .65 and above; without a cut up to .56, but then in fast motion, which the next option tells apart. From
  /// .25 to .55 the shots are the same there, on 14 single takes, and on mirrored, darkened, noisy and
  /// recompressed copies.
  double min_change = 0.35;
  /// How far that share rises above its surroundings, 0..1. The surroundings are the mean of both sides, of
  /// each side the larger of 2 frames. Measured: cuts .36 and above; without a cut .15 and below. From .20 to
  /// .33 the shots are the same.
  double min_rise = 0.25;
  /// Shortest shot, s, 0..3600; of two boundaries closer than this the clearer one is kept. Shots of action
  /// films, also of the labeled ones, last a third of a second and more; PySceneDetect's 15 frames would miss
  /// some.
  double min_shot_s = 0.15;
  /// Longest flash, s (flash light, lightning, one bad frame): there is no cut if the picture is back within
  /// this time. 0 = every change counts. At most min_shot_s.
  double max_flash_s = 0.15;
  /// Boundaries at fades through a flat frame (black, white, any color).
  bool fades = true;
  /// Boundaries at dissolves.
  bool dissolves = true;
  /// Largest share of a frame inside a dissolve that a mix of the two ends does not explain, 0..1; 0 = only
  /// still pictures. Measured: from .37 on, fast camera moves are taken for dissolves. Between two clips of
  /// fast sport .30 finds nine in ten dissolves of 4 frames and half of those of 24 frames; between calmer
  /// clips it finds all.
  double max_dissolve_residual = 0.30;
  /// Boundaries at wipes.
  bool wipes = true;
  /// Largest share of the change between a wipe's two ends that does not happen where and when the wipe
  /// passes, 0..1. Measured: wipes up to .17, more only with fast motion beside them; without a wipe .27 and
  /// above.
  double max_wipe_residual = 0.25;

  std::vector<std::string> problems() const;
};

/// Finds the shots of a video while it is decoded: push() every frame in order, then finish(). Keeps up to
/// 256 frames (240 KB) and the boundaries found. Cost of push(SmallFrame): shot_features() plus about 0.02
/// ms. One thread at a time.
class ShotDetector {
 public:
  /// Throws std::invalid_argument for options out of range.
  explicit ShotDetector(const ShotOptions& options = {});
  ShotDetector(ShotDetector&&) noexcept;
  ShotDetector& operator=(ShotDetector&&) noexcept;
  ~ShotDetector();

  /// Takes the next frame. Throws std::invalid_argument if its time is not after the last one's.
  void push(const SmallFrame& frame);
  void push(const ShotFeatures& features);

  /// The frame after the latest hard cut, which is known two or three frames later; nullopt before the first
  /// cut.
  std::optional<FrameIndex> latest_cut() const;

  /// The shots, without gaps, from the first frame pushed to `end`; none if no frame was pushed. After a hard
  /// cut a shot begins with the first frame of the new picture; after a fade through black or white with the
  /// first frame that is not flat; at a dissolve or wipe in its middle. Frame numbers are those of the frames
  /// pushed; the last end_frame is one past the last of them. Call it once. Throws std::invalid_argument if
  /// `end` is not after the last frame's time.
  std::vector<Shot> finish(Time end);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace smartcrop
