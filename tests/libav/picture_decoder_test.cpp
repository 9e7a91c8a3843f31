#include "smartcrop/libav/picture_decoder.hpp"

#include <boost/test/unit_test.hpp>
#include <cstring>

#include "../../modules/libav/src/known_colors.hpp"
#include "smartcrop/libav/input.hpp"
#include "support/media.hpp"

using namespace smartcrop;
using namespace smartcrop::test;

BOOST_AUTO_TEST_SUITE(libav_picture_decoder)

BOOST_AUTO_TEST_CASE(failed_reads_are_tried_again_until_too_many_follow_each_other) {
  libav::ReadErrors errors;
  BOOST_TEST((errors.judge(0) == libav::Reading::packet));
  for (const int code : {AVERROR_INVALIDDATA, AVERROR(EIO)}) {
    for (int i = 0; i < 32; ++i) BOOST_TEST((errors.judge(code) == libav::Reading::retry));
    BOOST_TEST((errors.judge(0) == libav::Reading::packet));
  }
  for (int i = 0; i < 32; ++i) BOOST_TEST((errors.judge(AVERROR(EIO)) == libav::Reading::retry));
  BOOST_TEST((errors.judge(AVERROR(EIO)) == libav::Reading::end));
}

BOOST_AUTO_TEST_CASE(the_end_and_a_wait_are_no_failures) {
  libav::ReadErrors errors;
  for (int i = 0; i < 100; ++i) BOOST_TEST((errors.judge(AVERROR(EAGAIN)) == libav::Reading::retry));
  BOOST_TEST((errors.judge(AVERROR_EOF) == libav::Reading::end));
  BOOST_TEST(errors.in_a_row() == 0);
}

BOOST_AUTO_TEST_CASE(colors_that_no_enumeration_has_are_unspecified) {
  int number = 33;  // as libavcodec gives it for a damaged H.264 stream, see fuzz/seeds/video
  AVChromaLocation location = AVCHROMA_LOC_LEFT;
  std::memcpy(&location, &number, sizeof(location));
  AVColorRange range = AVCOL_RANGE_JPEG;
  AVColorPrimaries primaries = AVCOL_PRI_BT2020;
  AVColorTransferCharacteristic transfer = AVCOL_TRC_ARIB_STD_B67;
  AVColorSpace space = AVCOL_SPC_BT2020_NCL;
  libav::drop_unknown(range, primaries, transfer, space, location);
  BOOST_TEST(location == AVCHROMA_LOC_UNSPECIFIED);
  BOOST_TEST(range == AVCOL_RANGE_JPEG);
  BOOST_TEST(primaries == AVCOL_PRI_BT2020);
  BOOST_TEST(transfer == AVCOL_TRC_ARIB_STD_B67);
  BOOST_TEST(space == AVCOL_SPC_BT2020_NCL);
}

BOOST_AUTO_TEST_CASE(failures_in_a_row_and_bad_packets_are_counted_and_survived) {
  const libav::InputPtr input = libav::open_input(small_video());
  libav::find_streams(*input, small_video());
  const AVStream& stream = libav::best_video_stream(*input, small_video());
  libav::discard_others(*input, stream);
  libav::PictureDecoder decoder(stream, small_video(), {.threads = 1});
  const libav::PacketPtr packet = libav::make_packet();
  int packets = 0, pictures = 0;
  const auto receive_all = [&] {
    while (decoder.receive()) ++pictures;
  };
  decoder.judge(AVERROR(EIO));
  decoder.judge(AVERROR(EIO));
  BOOST_TEST(decoder.errors() == 1);
  for (;;) {
    av_packet_unref(packet.get());
    const libav::Reading reading = decoder.judge(libav::read_packet(*input, *packet));
    if (reading == libav::Reading::end) break;
    // find_streams() has read some packets of other streams already.
    if (reading == libav::Reading::retry || packet->stream_index != stream.index) continue;
    if (++packets == 30) packet->flags |= AV_PKT_FLAG_CORRUPT;
    decoder.send(packet.get());
    receive_all();
  }
  decoder.send(nullptr);
  receive_all();
  BOOST_TEST(decoder.is_finished());
  BOOST_TEST(pictures == packets);
  BOOST_TEST(decoder.errors() == 2);
  BOOST_TEST(decoder.first_message().starts_with("the file cannot be read on"));
}

BOOST_AUTO_TEST_SUITE_END()
