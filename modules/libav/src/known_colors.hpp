#pragma once

extern "C" {
#include <libavutil/pixfmt.h>
}

#include <cstring>
#include <type_traits>

namespace smartcrop::libav {

/// Demuxers and decoders pass on numbers that no enumeration has, which must not even be read as such.
template <typename Enumeration>
void drop_unknown(Enumeration& value, Enumeration end, Enumeration unspecified) {
  std::underlying_type_t<Enumeration> number = 0;
  std::memcpy(&number, &value, sizeof(number));
  if (number >= static_cast<decltype(number)>(end)) value = unspecified;
}

inline void drop_unknown(AVColorRange& range, AVColorPrimaries& primaries,
                         AVColorTransferCharacteristic& transfer, AVColorSpace& space,
                         AVChromaLocation& location) {
  drop_unknown(range, AVCOL_RANGE_NB, AVCOL_RANGE_UNSPECIFIED);
  drop_unknown(primaries, AVCOL_PRI_NB, AVCOL_PRI_UNSPECIFIED);
  drop_unknown(transfer, AVCOL_TRC_NB, AVCOL_TRC_UNSPECIFIED);
  drop_unknown(space, AVCOL_SPC_NB, AVCOL_SPC_UNSPECIFIED);
  drop_unknown(location, AVCHROMA_LOC_NB, AVCHROMA_LOC_UNSPECIFIED);
}

}  // namespace smartcrop::libav
