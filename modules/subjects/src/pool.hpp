#pragma once

#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace smartcrop::internal {

/// Things that one thread at a time may use, for any number of threads: each call borrows one, and one more
/// is made where all are out.
template <typename Thing>
class Pool {
 public:
  /// `make()` gives a new Thing, as a unique_ptr. Calls `use(thing)` and gives its result.
  template <typename Make, typename Use>
  auto with(const Make& make, const Use& use) {
    std::unique_ptr<Thing> thing = take();
    if (!thing) thing = make();
    auto result = use(*thing);
    give_back(std::move(thing));
    return result;
  }

  void give_back(std::unique_ptr<Thing> thing) {
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(thing));
  }

 private:
  std::unique_ptr<Thing> take() {
    const std::lock_guard lock(mutex_);
    if (idle_.empty()) return nullptr;
    auto thing = std::move(idle_.back());
    idle_.pop_back();
    return thing;
  }

  std::mutex mutex_;
  std::vector<std::unique_ptr<Thing>> idle_;
};

}  // namespace smartcrop::internal
