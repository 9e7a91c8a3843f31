#pragma once

// How a subject is put into the window, along one axis.

#include <vector>

#include "smartcrop/reframe/subject_choice.hpp"
#include "window_axis.hpp"

namespace smartcrop::internal {

/// What of a subject should be inside the window, and what should be in the window's middle; lengths of the
/// axis' cells.
struct Interval {
  double low = 0, high = 0, middle = 0;
  double face_low = 0, face_high = 0;  ///< equal where no face is known
};

/// One per analyzed frame of the subject. Of people too large for the window head and shoulders, along y head
/// and chest.
std::vector<Interval> framed_part(const Subject& subject, const WindowAxis& axis, double step_s);

/// What a frame's reward is made of besides the subjects.
struct FramingWeights {
  double importance;  ///< of the importance kept, beside the probability that the shot is about elsewhere
  double centering;   ///< a subject loses this * (distance of the middles in windows)^2
};
FramingWeights framing_weights(const WindowAxis& axis, const WindowAxis& across);

/// Weight of a subject in a frame; 0 where it is not there or improbable.
double weight_of(const SubjectChoice& choice, std::size_t subject, std::size_t frame);

/// The share of a subject's part that a window with its middle at `center` keeps, 0..1, less the further the
/// middles are apart, and less of a face that the interface of a platform covers.
double kept_of(const Interval& part, const WindowAxis& axis, double center, double centering);

/// Turns the importance that a window keeps (`reward`, CV_32FC1, analyzed frames x positions) into the
/// reward of following the chosen subjects: each subject's part that is kept, most with its middle in the
/// window's, weighed by the probability that the shot is about it; the importance kept, by the rest.
/// `across`: the other axis.
void add_subjects(cv::Mat& reward, const SubjectChoice& choice, const WindowAxis& axis,
                  const WindowAxis& across, double step_s);

}  // namespace smartcrop::internal
