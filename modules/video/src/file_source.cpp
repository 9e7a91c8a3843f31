#include <cmath>
#include <memory>
#include <stdexcept>

#include "decoding.hpp"
#include "key_index.hpp"
#include "picture.hpp"
#include "smartcrop/core/error.hpp"
#include "smartcrop/libav/program.hpp"
#include "smartcrop/libav/size_watch.hpp"
#include "smartcrop/libav/time.hpp"
#include "smartcrop/video/frame_source.hpp"

namespace smartcrop {
namespace {

using KeyIndex = std::vector<KeyEntry>;

constexpr const char* kAbsurdTimes = ": its timestamps are out of range";

class FileSource : public FrameSource {
 public:
  FileSource(const std::string& path, const FileSourceOptions& options) : options_(options) {
    PacketReader reader(path, {options.cancellation, options.timeout_s, options.program});
    const std::optional<std::int64_t> start = first_frame_ticks(reader);
    info_ = describe(reader, start);
    start_ticks_ = start.value_or(0);
    begin(std::move(reader));
  }

  FileSource(const FileSource& other, const CloneOptions& options)
      : options_(other.options_),
        deblocking_(std::min(other.deblocking_, options.deblocking)),
        info_(other.info_),
        start_ticks_(other.start_ticks_),
        keys_(other.keys_),
        scanned_(other.scanned_) {
    options_.threads = options.threads.value_or(options_.threads);
    begin(PacketReader(other.decoding_->reader()));
  }
  FileSource(const FileSource&) = delete;
  FileSource& operator=(const FileSource&) = delete;

  const VideoInfo& info() const override { return info_; }
  bool read(Frame& frame) override;
  bool seek(Time time) override;
  std::vector<Time> key_frames() const override;
  void expect(int frames) override {
    if (decoding_->reader().can_seek()) decoding_->expect(frames);
  }
  void hurry_to(Time time) override {
    is_hurrying_ = true;
    decoding_->hurry_to(start_ticks_ + libav::to_ticks(time, time_base_, libav::Rounding::down));
  }
  using FrameSource::clone;
  std::unique_ptr<FrameSource> clone(const CloneOptions& options) const override {
    if (!decoding_->reader().can_seek()) return nullptr;
    return std::make_unique<FileSource>(*this, options);
  }
  DecodeReport report() const override {
    DecodeReport report = report_;
    report.errors = decoding_->errors();
    report.first_message = decoding_->first_message();
    report.jumps = libav::describe(decoding_->reader().jumps());
    report.size_change = sizes_->note();
    if (!options_.program)
      report.program = libav::choice_of_program(decoding_->reader().input(), decoding_->reader().stream());
    return report;
  }

 private:
  void begin(PacketReader reader) {
    time_base_ = reader.stream().time_base;
    frame_ticks_ = 1;
    if (info_.frame_rate > Rational(0)) {
      frame_ticks_ = std::max<std::int64_t>(
          1, libav::to_ticks({Rational(1) / info_.frame_rate}, time_base_, libav::Rounding::nearest));
    }
    if (!sizes_) sizes_.emplace(reader.stream());
    planes_ = std::make_unique<PlaneView>(info_.stored_size, reader.stream().codecpar->format);
    decoding_ = std::make_unique<Decoding>(std::move(reader),
                                           libav::DecoderOptions{.threads = options_.threads,
                                                                 .reference_only = options_.reference_only,
                                                                 .deblocking = deblocking_});
  }

  /// Where reading begins again: at a key frame that comes at or after where the demuxer gets by
  /// `seek_ticks` or to `place`, or after the file's start. Without any, at the start.
  struct Landing {
    std::optional<std::int64_t> seek_ticks;
    std::optional<std::int64_t> key_ticks;  ///< AV_NOPTS_VALUE = the first that comes
    std::optional<ScannedKey> place = {};
    bool is_start() const { return !seek_ticks && !key_ticks; }
  };

  const KeyIndex& keys() const;
  bool land(const Landing& landing);
  std::optional<Landing> find_by_index(std::int64_t target) const;
  std::optional<Landing> find_by_scan(std::int64_t target);
  std::optional<Landing> find_scanned(std::int64_t target) const;
  std::optional<std::int64_t> last_key_before(std::int64_t target);
  libav::FramePtr next_picture();
  Time time_of(std::int64_t ticks) const;
  std::int64_t ticks_of(const AVFrame& picture);
  void note_first_error();
  FrameIndex index_at(Time time) const;

  FileSourceOptions options_;
  Deblocking deblocking_ = Deblocking::all;
  VideoInfo info_;
  AVRational time_base_{};
  std::int64_t start_ticks_ = 0;
  std::int64_t frame_ticks_ = 1;
  std::unique_ptr<PlaneView> planes_;
  std::optional<libav::SizeWatch> sizes_;
  std::unique_ptr<Decoding> decoding_;
  mutable std::shared_ptr<const KeyIndex> keys_;
  mutable std::shared_ptr<const std::vector<ScannedKey>> scanned_;  ///< of streams without an index

  Landing landing_;
  std::optional<std::int64_t> last_ticks_;  ///< of the last frame given since the landing
  std::optional<std::int64_t> skip_through_;
  std::optional<FrameIndex> next_index_ = FrameIndex{0};
  bool is_untouched_ = true;  ///< nothing was read since the file was opened
  bool has_given_ = false;
  bool is_hurrying_ = false;  ///< frames may be missing
  DecodeReport report_;
};

bool FileSource::read(Frame& frame) {
  options_.cancellation.throw_if_canceled();
  is_untouched_ = false;
  libav::FramePtr picture = next_picture();
  note_first_error();
  if (!picture) {
    if (has_given_) return false;
    const std::string why = decoding_->first_message();
    throw Error(info_.path + ": no picture could be decoded" + (why.empty() ? "" : ": " + why));
  }
  frame.time = time_of(*last_ticks_);
  frame.index = next_index_ ? *next_index_ : index_at(frame.time);
  next_index_ = options_.reference_only || is_hurrying_ ? std::nullopt : std::optional(frame.index + 1);
  frame.is_key = picture->key_frame != 0;
  frame.orientation = info_.orientation;
  sizes_->look(*picture, frame.time);
  try {
    planes_->fill(frame, std::move(picture));
  } catch (const Error& error) {
    throw Error(info_.path + " at " + to_clock(frame.time) + ": " + error.what());
  }
  has_given_ = true;
  return true;
}

libav::FramePtr FileSource::next_picture() {
  for (;;) {
    libav::FramePtr picture = decoding_->next();
    if (!picture && decoding_->is_spent()) {
      // More is read than was announced: again from the same key frame, past what was given.
      const std::optional<std::int64_t> through = last_ticks_;
      const std::optional<FrameIndex> index = next_index_;
      if (!land(landing_)) return nullptr;
      skip_through_ = through;
      next_index_ = index;
      continue;
    }
    if (!picture) return nullptr;
    last_ticks_ = ticks_of(*picture);
    if (skip_through_ && *last_ticks_ <= *skip_through_) continue;
    return picture;
  }
}

std::int64_t FileSource::ticks_of(const AVFrame& picture) {
  const std::int64_t duration = libav::duration_of(picture);
  const std::int64_t step =
      duration > 0 && libav::is_sound_time(duration, time_base_) ? duration : frame_ticks_;
  if (picture.best_effort_timestamp == AV_NOPTS_VALUE) {
    if (last_ticks_) return *last_ticks_ + step;
    const std::int64_t landed = landing_.key_ticks.value_or(start_ticks_);
    return landed != AV_NOPTS_VALUE ? landed : start_ticks_;
  }
  // Frames are given in display order, so their times rise; a step back is a wrong timestamp.
  const std::int64_t ticks = picture.best_effort_timestamp;
  return !last_ticks_ || ticks > *last_ticks_ ? ticks : *last_ticks_ + 1;
}

void FileSource::note_first_error() {
  if (report_.first_error || decoding_->errors() == 0) return;
  const std::int64_t ticks = last_ticks_.value_or(start_ticks_);
  report_.first_error = time_of(std::max(ticks, start_ticks_));
}

/// On the video's own clock.
Time FileSource::time_of(std::int64_t ticks) const {
  if (!libav::is_sound_time(ticks, time_base_)) throw Error(info_.path + kAbsurdTimes);
  try {
    return libav::to_time(ticks - start_ticks_, time_base_);
  } catch (const std::overflow_error&) {
    throw Error(info_.path + kAbsurdTimes);
  }
}

FrameIndex FileSource::index_at(Time time) const {
  constexpr double kMostFrames = 1e15;  // doubles are exact up to there
  return {std::llround(std::clamp(time.value() * info_.frame_rate.value(), 0.0, kMostFrames))};
}

const KeyIndex& FileSource::keys() const {
  if (!keys_) {
    keys_ = std::make_shared<const KeyIndex>(read_key_index(decoding_->reader(), start_ticks_));
  }
  return *keys_;
}

std::vector<Time> FileSource::key_frames() const {
  std::vector<Time> times;
  for (const KeyEntry& key : keys()) {
    times.push_back(time_of(std::max(key.presentation_ticks, start_ticks_)));
  }
  return times;
}

bool FileSource::land(const Landing& landing) {
  if (landing.place) {
    if (!decoding_->reader().seek_byte(landing.place->position, landing.place->offset)) return false;
  } else if (!landing.seek_ticks) {
    decoding_->reopen(PacketReader(decoding_->reader()));
  } else if (!decoding_->reader().seek(*landing.seek_ticks)) {
    return false;
  }
  decoding_->restart(landing.key_ticks);
  next_index_ = landing.is_start() ? std::optional(FrameIndex{0}) : std::nullopt;
  landing_ = landing;
  is_hurrying_ = false;
  last_ticks_.reset();
  skip_through_.reset();
  return true;
}

bool FileSource::seek(Time time) {
  options_.cancellation.throw_if_canceled();
  const std::int64_t target = start_ticks_ + libav::to_ticks(time, time_base_, libav::Rounding::down);
  if (target <= start_ticks_ && is_untouched_) return true;
  if (!decoding_->reader().can_seek()) return false;
  const std::optional<Landing> landing = target <= start_ticks_            ? Landing{}
                                         : needs_scan(decoding_->reader()) ? find_scanned(target)
                                         : keys().empty()                  ? find_by_scan(target)
                                                                           : find_by_index(target);
  if (!landing || !land(*landing)) return false;
  is_untouched_ = landing->is_start();
  return true;
}

std::optional<FileSource::Landing> FileSource::find_by_index(std::int64_t target) const {
  const auto after = std::ranges::upper_bound(keys(), target, {}, &KeyEntry::presentation_ticks);
  const KeyEntry& key = after == keys().begin() ? *after : *(after - 1);
  return Landing{key.index_ticks, key.has_presentation ? key.presentation_ticks : AV_NOPTS_VALUE};
}

std::optional<FileSource::Landing> FileSource::find_scanned(std::int64_t target) const {
  if (!scanned_) {
    scanned_ = std::make_shared<const std::vector<ScannedKey>>(
        scan_keys(decoding_->reader(), options_.cancellation));
  }
  const auto after = std::ranges::upper_bound(*scanned_, target, {}, &ScannedKey::presentation_ticks);
  if (after == scanned_->begin()) return Landing{};
  const auto key = after - 1;
  // The demuxer needs a little to find its times again: it starts one key frame earlier.
  if (key == scanned_->begin() || (key - 1)->position < 0)
    return Landing{std::nullopt, key->presentation_ticks};
  return Landing{std::nullopt, key->presentation_ticks, *(key - 1)};
}

/// Without an index: goes back further and further until there is a key frame between there and the target.
std::optional<FileSource::Landing> FileSource::find_by_scan(std::int64_t target) {
  const AVInputFormat& format = *decoding_->reader().input().iformat;
  if ((format.flags & (AVFMT_NOTIMESTAMPS | AVFMT_GENERIC_INDEX)) != 0) return std::nullopt;
  std::int64_t back = libav::to_ticks({Rational(1)}, time_base_);
  for (std::int64_t from = target; from > start_ticks_; from = target - back, back *= 2) {
    if (!decoding_->reader().seek(from)) break;
    if (const auto key = last_key_before(target)) return Landing{from, key};
  }
  decoding_->reopen(PacketReader(decoding_->reader()));
  return Landing{std::nullopt, last_key_before(target)};
}

/// The time of the last key frame displayed at or before the target, of the packets from here to there.
std::optional<std::int64_t> FileSource::last_key_before(std::int64_t target) {
  const libav::PacketPtr packet = libav::make_packet();
  std::optional<std::int64_t> key;
  while (decoding_->reader().next(*packet) >= 0) {
    options_.cancellation.throw_if_canceled();
    if (packet->dts != AV_NOPTS_VALUE && packet->dts > target) break;
    const std::int64_t ticks = displayed_ticks(*packet);
    if ((packet->flags & AV_PKT_FLAG_KEY) != 0 && ticks != AV_NOPTS_VALUE && ticks <= target) key = ticks;
  }
  return key;
}

}  // namespace

std::unique_ptr<FrameSource> open_file(const std::string& path, const FileSourceOptions& options) {
  try {
    return std::make_unique<FileSource>(path, options);
  } catch (const std::overflow_error&) {
    throw Error(path + kAbsurdTimes);
  }
}

}  // namespace smartcrop
