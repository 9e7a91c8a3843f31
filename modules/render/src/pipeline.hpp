#pragma once

#include <deque>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "completeness.hpp"
#include "deinterlacer.hpp"
#include "smartcrop/libav/size_watch.hpp"
#include "smartcrop/libav/steady_reader.hpp"
#include "smartcrop/render/render.hpp"
#include "target_writer.hpp"
#include "timed_decoder.hpp"

namespace smartcrop::internal {

/// Demuxes and decodes the source once and gives packets and pictures to every TargetWriter. One object does
/// one rendering.
class Pipeline {
 public:
  /// `overlay`: show the windows instead of cropping to them; nullptr = crop. `files`: one for each target,
  /// in the same order.
  Pipeline(const std::string& input, std::span<const RenderTarget> targets, const RenderOptions& options,
           const OverlayOptions* overlay, std::deque<libav::OutputFile>& files);

  /// Reads the source to the end of the last plan and completes the files' contents. Reports are in the order
  /// of the targets.
  std::vector<RenderReport> run();

 private:
  void find_origin();
  void read_packets();
  int next_packet(AVPacket& packet);
  void take(const AVPacket& packet);
  void take_picture_packet(const AVPacket& packet);
  void skip_to_start();
  bool is_before_start(const AVPacket& packet) const;
  void decode(const AVPacket* packet);
  void take_decoded(const TimedPicture& picture);
  void take_picture(const TimedPicture& picture);
  void discard_unwanted();
  void seek_near_start();
  void forget_waiting();
  bool is_past_end(const AVPacket& packet) const;
  void throw_if_damaged() const;  // where options say strict
  std::vector<std::string> damage(std::size_t target) const;
  RenderReport finish(std::size_t target);

  const std::string& path_;
  std::span<const RenderTarget> targets_;
  const RenderOptions& options_;
  libav::InputPtr input_;
  AVStream& stream_;
  libav::SteadyReader reader_;
  libav::SizeWatch sizes_;
  Completeness completeness_;
  TimedDecoder decoder_;
  Deinterlacer deinterlacer_;
  std::deque<TargetWriter> writers_;
  std::optional<ProgressTracker> progress_;  // counts frames of all targets
  Time start_;                               // earliest start of the plans
  std::optional<Time> end_;                  // latest end; none = end of the source

  std::optional<std::int64_t> origin_;  // time zero of the source, see video/first_frame.hpp
  std::deque<libav::PacketPtr> ahead_;  // packets that find_origin() has read
  bool is_skipping_ = false;            // packets before the plan's start are read, but not decoded
  std::int64_t skipped_bytes_ = 0;
  std::deque<libav::PacketPtr> skipped_;  // the picture's, since its last key frame
  bool was_sought_ = false;               // the next picture is the first after a seek
  bool is_picture_done_ = false;          // end_ was reached
  bool have_all_started_ = false;
  bool was_interlaced_ = false;
};

}  // namespace smartcrop::internal
