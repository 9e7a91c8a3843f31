#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>

#include "stream_carrier.hpp"

namespace smartcrop::internal {
namespace {

/// Packets that may wait, about 0.3 s of AAC. Muxers accept streams that lag behind each other by seconds.
constexpr std::size_t kMostWaiting = 16;

class CarrierThread : public StreamCarrier {
 public:
  explicit CarrierThread(std::unique_ptr<StreamCarrier> carrier) : carrier_(std::move(carrier)) {}
  ~CarrierThread() override { end(true); }
  CarrierThread(const CarrierThread&) = delete;
  CarrierThread& operator=(const CarrierThread&) = delete;

  void start(const OutputClock& clock) override {
    carrier_->start(clock);
    thread_ = std::thread([this] { work(); });
  }

  void take(AVPacket& packet) override {
    libav::PacketPtr own = libav::make_packet();
    av_packet_move_ref(own.get(), &packet);
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return waiting_.size() < kMostWaiting || failure_; });
    throw_if_failed();
    waiting_.push_back(std::move(own));
    changed_.notify_all();
  }

  void finish() override {
    end(false);
    throw_if_failed();
    carrier_->finish();
  }

  /// Of all packets taken so far; waits until they are done.
  std::int64_t damaged() const override {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return (waiting_.empty() && !is_busy_) || failure_; });
    return carrier_->damaged();
  }

 private:
  void work() {
    std::unique_lock lock(mutex_);
    for (;;) {
      changed_.wait(lock, [&] { return !waiting_.empty() || has_ended_; });
      if (waiting_.empty()) return;
      const libav::PacketPtr packet = std::move(waiting_.front());
      waiting_.pop_front();
      is_busy_ = true;
      lock.unlock();
      std::exception_ptr failure;
      try {
        carrier_->take(*packet);
      } catch (...) {
        failure = std::current_exception();
      }
      lock.lock();
      is_busy_ = false;
      failure_ = failure;
      changed_.notify_all();
      if (failure_) return;
    }
  }

  void end(bool at_once) {
    {
      const std::lock_guard lock(mutex_);
      has_ended_ = true;
      if (at_once) waiting_.clear();
      changed_.notify_all();
    }
    if (thread_.joinable()) thread_.join();
  }

  void throw_if_failed() const {
    if (failure_) std::rethrow_exception(failure_);
  }

  const std::unique_ptr<StreamCarrier> carrier_;
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  std::deque<libav::PacketPtr> waiting_;
  bool is_busy_ = false;
  bool has_ended_ = false;
  std::exception_ptr failure_;
  std::thread thread_;
};

}  // namespace

std::unique_ptr<StreamCarrier> carry_beside(std::unique_ptr<StreamCarrier> carrier) {
  return std::make_unique<CarrierThread>(std::move(carrier));
}

}  // namespace smartcrop::internal
