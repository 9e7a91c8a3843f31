#pragma once

#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace smartcrop::internal {

/// A pool of objects that are not thread-safe: each call borrows one, and a new one is made if all are in
/// use.
template <typename Thing>
class Pool {
 public:
  /// `make()` returns a new Thing as a unique_ptr. Returns the result of `use(thing)`.
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
