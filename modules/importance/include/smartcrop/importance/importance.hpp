#pragma once

// Signals of the analyzed frames of a shot -> importance maps: what matters, where and when.
//
// Two steps. A SignalRecorder sees the small frames in order and keeps the signals of some of them.
// estimate_importance() then processes a whole shot (split_at_shots): it adds the signals up, follows the
// strongest blob, learns the subject's colors there, and adds the signals up again together with the colors.
// No map depends on the aspect ratio, so one analysis serves all crops.
//
// Cost on one thread: 0.15 ms per analyzed frame. A shot of any length is estimated in blocks of a minute (40
// MB). Deterministic, thread-safe.

#include "smartcrop/importance/importance_options.hpp"
#include "smartcrop/importance/shot_importance.hpp"
#include "smartcrop/importance/signals.hpp"

namespace smartcrop {

/// Throws std::invalid_argument if options.problems() is not empty. Without frames there are no maps.
ShotImportance estimate_importance(const ShotSignals& shot, const ImportanceOptions& options = {});

}  // namespace smartcrop
