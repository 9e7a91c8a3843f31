#pragma once

#include <future>
#include <utility>

#include "conversions.hpp"
#include "smartcrop/core/progress.hpp"

namespace smartcrop::python {

/// Runs `work` on its own thread while other Python threads run, and cancels it on Ctrl-C (or another
/// exception of a signal handler). Returns or throws what the work does.
template <class Work>
auto interruptible(const CancellationToken& cancellation, Work work) {
  std::future result = std::async(std::launch::async, std::move(work));
  constexpr std::chrono::milliseconds kPatience(50);
  while (true) {
    {
      const py::gil_scoped_release release;
      if (result.wait_for(kPatience) == std::future_status::ready) break;
    }
    if (PyErr_CheckSignals() == 0) continue;
    cancellation.cancel();
    const py::gil_scoped_release release;
    result.wait();
    break;
  }
  if (PyErr_Occurred()) throw py::error_already_set();
  return result.get();
}

/// A Python callable (done, total) for the library to call from any thread; None = none.
ProgressCallback progress_of(const py::object& callable);

}  // namespace smartcrop::python
