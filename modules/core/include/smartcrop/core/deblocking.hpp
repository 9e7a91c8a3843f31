// How much of a codec's deblocking filter a reader wants.
#pragma once

namespace smartcrop {

/// Pictures that the codec's in-loop deblocking filter (H.264, HEVC, VP8) goes over. It is about a quarter of
/// the work of decoding; without it, pictures differ at block edges. `references`: pictures that others
/// refer to, so that differences do not grow from picture to picture.
enum class Deblocking { none, references, all };

}  // namespace smartcrop
