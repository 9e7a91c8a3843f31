#include "smartcrop/visualize/image_file.hpp"

#include <algorithm>
#include <stdexcept>

#include "smartcrop/core/error.hpp"
#include "smartcrop/core/text.hpp"
#include "smartcrop/libav/error.hpp"
#include "smartcrop/libav/handles.hpp"
#include "smartcrop/libav/output_file.hpp"

namespace smartcrop {
namespace {

void check_picture(const cv::Mat& bgr) {
  constexpr int kLargestSide = 65535;  // of JPEG
  if (bgr.type() != CV_8UC3 || bgr.empty() || bgr.cols > kLargestSide || bgr.rows > kLargestSide) {
    throw std::invalid_argument("picture: must be CV_8UC3 of 1 to 65535 px a side, is type " +
                                std::to_string(bgr.type()) + " of " + size_text(bgr.size()));
  }
}

/// BGR in a format that an encoder takes; JPEG's colors are BT.601 of full range.
libav::FramePtr converted(const cv::Mat& bgr, AVPixelFormat format) {
  libav::set_up_ffmpeg();
  libav::FramePtr frame = libav::make_frame();
  frame->format = format;
  frame->width = bgr.cols;
  frame->height = bgr.rows;
  frame->color_range = AVCOL_RANGE_JPEG;
  libav::check(av_frame_get_buffer(frame.get(), 0), "no memory for a picture");
  constexpr int kFlags =
      SWS_BICUBIC | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT | SWS_FULL_CHR_H_INP | SWS_BITEXACT;
  const libav::ScalerPtr scaler(sws_getContext(bgr.cols, bgr.rows, AV_PIX_FMT_BGR24, bgr.cols, bgr.rows,
                                               format, kFlags, nullptr, nullptr, nullptr));
  if (!scaler) throw Error("a picture of this size cannot be encoded");
  constexpr int kFull = 1, kUnchanged = 1 << 16;
  const int* bt601 = sws_getCoefficients(SWS_CS_ITU601);
  sws_setColorspaceDetails(scaler.get(), bt601, kFull, bt601, kFull, 0, kUnchanged, kUnchanged);
  const std::uint8_t* planes[4] = {bgr.data};
  const int lines[4] = {static_cast<int>(bgr.step)};
  libav::check(sws_scale(scaler.get(), planes, lines, 0, bgr.rows, frame->data, frame->linesize),
               "a picture cannot be converted");
  return frame;
}

std::vector<std::uint8_t> encoded(const char* name, AVFrame& frame, int qscale,
                                  AVDictionary** options = nullptr) {
  const AVCodec* codec = avcodec_find_encoder_by_name(name);
  if (codec == nullptr) throw Error("this FFmpeg has no encoder named " + std::string(name));
  const libav::CodecPtr encoder(avcodec_alloc_context3(codec));
  if (!encoder) throw std::bad_alloc();
  encoder->width = frame.width;
  encoder->height = frame.height;
  encoder->pix_fmt = static_cast<AVPixelFormat>(frame.format);
  encoder->color_range = frame.color_range;
  encoder->time_base = {1, 1};
  encoder->thread_count = 1;  // the same bytes everywhere
  encoder->flags |= AV_CODEC_FLAG_BITEXACT;
  if (qscale > 0) {
    encoder->flags |= AV_CODEC_FLAG_QSCALE;
    encoder->global_quality = FF_QP2LAMBDA * qscale;
    encoder->qmin = 1;
    frame.quality = encoder->global_quality;
  }
  const std::string what = "a picture cannot be encoded as " + std::string(codec->name);
  libav::check(avcodec_open2(encoder.get(), codec, options), what);
  libav::check(avcodec_send_frame(encoder.get(), &frame), what);
  libav::check(avcodec_send_frame(encoder.get(), nullptr), what);
  const libav::PacketPtr packet = libav::make_packet();
  libav::check(avcodec_receive_packet(encoder.get(), packet.get()), what);
  return {packet->data, packet->data + packet->size};
}

}  // namespace

std::vector<std::string> JpegOptions::problems() const {
  std::vector<std::string> problems;
  if (qscale < 1 || qscale > 31)
    problems.push_back("qscale is " + std::to_string(qscale) + ", must be from 1 to 31");
  return problems;
}

std::vector<std::uint8_t> encode_jpeg(const cv::Mat& bgr, const JpegOptions& options) {
  throw_if_any("JPEG options", options.problems());
  check_picture(bgr);
  const bool half = options.subsample_chroma;
  const libav::FramePtr frame = converted(bgr, half ? AV_PIX_FMT_YUV420P : AV_PIX_FMT_YUV444P);
  // The encoder knows full range by the deprecated formats only, libswscale warns of them.
  frame->format = half ? AV_PIX_FMT_YUVJ420P : AV_PIX_FMT_YUVJ444P;
  return encoded("mjpeg", *frame, options.qscale);
}

std::vector<std::uint8_t> encode_png(const cv::Mat& bgr) {
  check_picture(bgr);
  return encoded("png", *converted(bgr, AV_PIX_FMT_RGB24), 0);
}

std::vector<std::uint8_t> encode_webp(const cv::Mat& bgr, int quality) {
  check_picture(bgr);
  constexpr int kBest = 100, kLargestSide = 16383;
  if (quality < 0 || quality > kBest)
    throw std::invalid_argument("quality is " + std::to_string(quality) + ", must be from 0 to 100");
  if (std::max(bgr.cols, bgr.rows) > kLargestSide)
    throw std::invalid_argument("picture: must be at most 16383 px a side for WebP");
  libav::Dictionary options;
  options.set("quality", std::to_string(quality).c_str());
  return encoded("libwebp", *converted(bgr, AV_PIX_FMT_RGB32), 0, options.get());
}

std::vector<std::uint8_t> encode_image(const cv::Mat& bgr, const std::string& path) {
  return lower_case(path).ends_with(".png") ? encode_png(bgr) : encode_jpeg(bgr);
}

void write_file(const std::string& path, std::span<const std::uint8_t> bytes, Existing existing) {
  libav::OutputFile file(path, {}, existing == Existing::replace);
  avio_write(file.io(), bytes.data(), static_cast<int>(bytes.size()));
  file.commit();
}

}  // namespace smartcrop
