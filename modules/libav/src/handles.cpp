#include "smartcrop/libav/handles.hpp"

#include <new>

#include "input_state.hpp"

namespace smartcrop::libav {

void CloseInput::operator()(AVFormatContext* context) const {
  // Closing may still ask the interrupt callback, so what it looks at goes last.
  const std::unique_ptr<InputState> state(static_cast<InputState*>(context->interrupt_callback.opaque));
  if (state) state->context = nullptr;
  avformat_close_input(&context);
}

void FreeOutput::operator()(AVFormatContext* context) const {
  const bool owns_file = context->oformat != nullptr && (context->oformat->flags & AVFMT_NOFILE) == 0 &&
                         (context->flags & AVFMT_FLAG_CUSTOM_IO) == 0;
  if (owns_file) avio_closep(&context->pb);
  avformat_free_context(context);
}

FramePtr make_frame() {
  FramePtr frame(av_frame_alloc());
  if (!frame) throw std::bad_alloc();
  return frame;
}

PacketPtr make_packet() {
  PacketPtr packet(av_packet_alloc());
  if (!packet) throw std::bad_alloc();
  return packet;
}

ParametersPtr copy_parameters(const AVCodecParameters& parameters) {
  ParametersPtr copy(avcodec_parameters_alloc());
  if (!copy || avcodec_parameters_copy(copy.get(), &parameters) < 0) throw std::bad_alloc();
  return copy;
}

const char* Dictionary::unused() const {
  const AVDictionaryEntry* entry = av_dict_get(entries_, "", nullptr, AV_DICT_IGNORE_SUFFIX);
  return entry == nullptr ? nullptr : entry->key;
}

}  // namespace smartcrop::libav
