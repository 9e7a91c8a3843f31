#include <algorithm>

#include "placed_subtitles.hpp"
#include "smartcrop/core/output_halves.hpp"
#include "stream_carrier.hpp"
#include "stream_name.hpp"

namespace smartcrop::internal {
namespace {

/// A copied stream whose packets are changed on their way.
class EditedStream : public StreamCarrier {
 public:
  EditedStream(const AVStream& source, std::unique_ptr<StreamCarrier> copy, SubtitleEdit edit,
               std::string what)
      : source_(source), copy_(std::move(copy)), edit_(std::move(edit)), what_(std::move(what)) {}

  void start(const OutputClock& clock) override {
    origin_ = clock.origin;
    copy_->start(clock);
  }
  void take(AVPacket& packet) override {
    const std::int64_t ticks = packet.pts != AV_NOPTS_VALUE ? packet.pts : packet.dts;
    const Time time = ticks != AV_NOPTS_VALUE ? libav::to_time(ticks, source_.time_base) - origin_ : Time{};
    if (packet.size > 0) has_placed_ = edit_(packet, time) || has_placed_;
    copy_->take(packet);
  }
  void finish() override { copy_->finish(); }
  std::int64_t damaged() const override { return copy_->damaged(); }
  std::string remark() const override {
    return has_placed_ ? name_of(source_) + ": " + what_ : std::string();
  }

 private:
  const AVStream& source_;
  std::unique_ptr<StreamCarrier> copy_;
  SubtitleEdit edit_;
  std::string what_;
  Time origin_;
  bool has_placed_ = false;
};

}  // namespace

Placement::Fitted Placement::fitted_at(Time time, cv::Point2d in_source) const {
  const View view = view_at(plan_, time).value_or(view_near(plan_, plan_.shots.front().start));
  const auto shows = [&](const CropWindow& window) {
    return cv::Rect2d(window.x, window.y, window.w, window.h).contains(in_source);
  };
  const bool in_second = view.second && shows(*view.second) && !shows(view.window);
  const CropWindow& window = in_second ? *view.second : view.window;
  const cv::Rect place =
      view.second ? output_halves(plan_.output_size)[in_second ? 1 : 0] : cv::Rect({}, plan_.output_size);
  double x_scale = place.width / window.w, y_scale = place.height / window.h;
  if (view.fit == Fit::pad) x_scale = y_scale = std::min(x_scale, y_scale);
  return {window, x_scale, y_scale, {place.x + place.width / 2.0, place.y + place.height / 2.0}};
}

bool Placement::changes() const {
  const cv::Size size = plan_.source_size;
  return std::ranges::any_of(plan_.shots, [&](const PlanShot& shot) {
    return std::ranges::any_of(shot.keyframes, [&](const Keyframe& keyframe) {
      return shot.fit == Fit::pad || !shot.second_keyframes.empty() || keyframe.window.w != size.width ||
             keyframe.window.h != size.height;
    });
  });
}

cv::Point2d Placement::in_output(cv::Point2d in_source, Time time) const {
  const cv::Point2d point(in_source.x * plan_.source_size.width, in_source.y * plan_.source_size.height);
  const auto [window, x_scale, y_scale, middle] = fitted_at(time, point);
  // A padded window is centered.
  const double x = middle.x + (point.x - window.x - window.w / 2) * x_scale;
  const double y = middle.y + (point.y - window.y - window.h / 2) * y_scale;
  return {x / plan_.output_size.width, y / plan_.output_size.height};
}

cv::Size2d Placement::output_size() const {
  const Fitted first = fitted_at(plan_.shots.front().start, {});
  return {plan_.output_size.width / first.x_scale / plan_.source_size.width,
          plan_.output_size.height / first.y_scale / plan_.source_size.height};
}

std::unique_ptr<StreamCarrier> place_subtitles(const AVStream& source, const CropPlan& plan, Muxer& muxer) {
  const Placement placement(plan);
  const AVCodecID codec = source.codecpar->codec_id;
  const AVCodecDescriptor* descriptor = avcodec_descriptor_get(codec);
  const bool is_bitmap = descriptor != nullptr && (descriptor->props & AV_CODEC_PROP_BITMAP_SUB) != 0;
  const bool is_text = codec == AV_CODEC_ID_ASS || codec == AV_CODEC_ID_SSA || codec == AV_CODEC_ID_SUBRIP;
  if (!placement.changes() || (!is_bitmap && !is_text)) return copy_stream(source, muxer);
  if (is_bitmap && codec != AV_CODEC_ID_HDMV_PGS_SUBTITLE && codec != AV_CODEC_ID_DVB_SUBTITLE &&
      codec != AV_CODEC_ID_DVD_SUBTITLE)
    return nullptr;
  std::unique_ptr<StreamCarrier> copy = copy_stream(source, muxer);
  AVStream& target = *muxer.context().streams[muxer.context().nb_streams - 1];
  SubtitleEdit edit;
  if (codec == AV_CODEC_ID_SUBRIP) {
    edit = place_subrip(placement);
  } else if (is_text) {
    edit = place_ass(placement, target);
  } else if (codec == AV_CODEC_ID_HDMV_PGS_SUBTITLE) {
    edit = place_pgs(placement);
  } else if (codec == AV_CODEC_ID_DVB_SUBTITLE) {
    edit = place_dvb(placement);
  } else {
    edit = place_vobsub(placement, plan.source_size, target);
  }
  if (!edit) return copy;
  return std::make_unique<EditedStream>(source, std::move(copy), std::move(edit),
                                        is_text ? "placed text is moved with the crop"
                                                : "subtitles are made smaller to fit the width of the crop");
}

}  // namespace smartcrop::internal
