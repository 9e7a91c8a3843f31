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
};

/// One per analyzed frame of the subject. Of people too large for the window head and shoulders, along y head
/// and chest.
std::vector<Interval> framed_part(const Subject& subject, const WindowAxis& axis, double step_s);

/// Turns the importance that a window keeps (`reward`, CV_32FC1, analyzed frames x positions) into the
/// reward of following the chosen subjects: each subject's part that is kept, most with its middle in the
/// window's, weighed by the probability that the shot is about it; the importance kept, by the rest.
/// `across`: the other axis.
void add_subjects(cv::Mat& reward, const SubjectChoice& choice, const WindowAxis& axis,
                  const WindowAxis& across, double step_s);

}  // namespace smartcrop::internal
