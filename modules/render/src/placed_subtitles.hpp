#pragma once

#include <functional>
#include <string>

#include "smartcrop/core/time.hpp"
#include "smartcrop/libav/handles.hpp"
#include "smartcrop/plan/crop_plan.hpp"

namespace smartcrop::internal {

/// Where points of the source's picture are in the output's picture.
class Placement {
 public:
  explicit Placement(const CropPlan& plan) : plan_(plan) {}

  /// Whether the output shows another picture than the whole source.
  bool changes() const;
  /// Both points are shares of width and height, 0..1 inside the picture.
  cv::Point2d in_output(cv::Point2d in_source, Time time) const;
  /// Sides of the output's first picture in units in which those of the source's picture are 1.
  cv::Size2d output_size() const;

 private:
  struct Fitted {
    CropWindow window;
    double x_scale, y_scale;  // output px in one source px
    cv::Point2d middle;       // of the window in the output, px
  };
  /// Of two windows the first that shows the point, in source px; else the first.
  Fitted fitted_at(Time time, cv::Point2d in_source) const;

  const CropPlan& plan_;
};

/// Changes a packet of a subtitle stream, shown at `time` of the source; true where anything placed was met.
using SubtitleEdit = std::function<bool(AVPacket& packet, Time time)>;

/// Moves the placed text of ASS events (\pos, \move, \org, \clip) with the crop; what would lie outside moves
/// to the edge. Changes the header in `stream` (the output's) so that sizes stay.
SubtitleEdit place_ass(const Placement& placement, AVStream& stream);

/// The same for text of SubRip, which is placed on a canvas of 384x288 by \pos.
SubtitleEdit place_subrip(const Placement& placement);

/// Bitmap subtitles (PGS, DVB, VobSub) keep their width in the output's picture, and their distance from its
/// lower or upper edge. VobSub has the canvas in the header in `stream` (the output's).
SubtitleEdit place_pgs(const Placement& placement);
SubtitleEdit place_dvb(const Placement& placement);
SubtitleEdit place_vobsub(const Placement& placement, cv::Size source, AVStream& stream);

/// Replaces a packet's contents.
void set_contents(AVPacket& packet, const std::string& contents);
void set_header(AVStream& stream, const std::string& header);
std::string header_of(const AVStream& stream);

}  // namespace smartcrop::internal
