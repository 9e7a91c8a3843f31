#include "field_builder.hpp"

#include <utility>

namespace smartcrop::internal {
namespace {

/// Pairs that are measured together: sums stay in 32 bits and in the cache, and 16 small frames are 5 MB.
constexpr std::size_t kBatch = 16;

}  // namespace

SmallFrame FieldBuilder::shrink(const Frame& frame) {
  const Stopwatch watch(seconds_);
  return smartcrop::shrink(frame, field_.geometry);
}

void FieldBuilder::add(SmallFrame frame, SmallFrame previous) {
  ++pairs_;
  add(FramePair{std::move(frame), std::move(previous)});
}

void FieldBuilder::add_alone(SmallFrame frame) {
  add(FramePair{std::move(frame), std::nullopt});
}

void FieldBuilder::add(FramePair pair) {
  batch_.push_back(std::move(pair));
  if (batch_.size() >= kBatch) flush();
}

void FieldBuilder::flush() {
  const Stopwatch watch(seconds_);
  const std::vector<FrameSums> sums = field_.add(batch_, workers_);
  for (std::size_t i = 0; i < batch_.size(); ++i) timeline_.add(batch_[i], sums[i]);
  batch_.clear();
}

Field& FieldBuilder::finish() {
  flush();
  return field_;
}

}  // namespace smartcrop::internal
