#include "gate/pipeline/senses.h"

#include "city/people/pass.h"
#include "vision/code_reader.h"

namespace ward::gate {

namespace {

class RealSenses final : public Senses {
 public:
  RealSenses(vision::FaceReader& reader, thermal::Thermometer& thermometer, const Whitelist& whitelist)
      : reader_(reader), thermometer_(thermometer), whitelist_(whitelist) {}

  std::vector<vision::Face> detect(const cv::Mat& bgr) override { return reader_.detect(bgr); }
  vision::FaceReading glance(const cv::Mat& bgr, const vision::Face& face) override {
    return reader_.glance(bgr, face);
  }
  void read(const cv::Mat& bgr, vision::FaceReading& glanced) override { reader_.read(bgr, glanced); }
  vision::Embedding embed(const cv::Mat& bgr, const vision::Landmarks& landmarks) override {
    return reader_.embed(bgr, landmarks);
  }
  thermal::ThermalReading measure(const vision::FaceReading& face, cv::Size size, Time time) override {
    return thermometer_.measure(face.face.box, face.landmarks, size, time);
  }
  thermal::ThermalFault sensor_fault() override { return thermometer_.health().fault; }
  Found find(const vision::Embedding& face, vision::MaskState mask) override { return whitelist_.find(face, mask); }
  bool has_passes() override { return whitelist_.has_passes(); }
  std::optional<Found> read_pass(const cv::Mat& bgr) override {
    const auto text = vision::read_code(bgr);
    const auto pass = text ? city::people::pass_digest(*text) : std::nullopt;
    return pass ? whitelist_.find_pass(*pass) : std::nullopt;
  }
  std::optional<std::chrono::seconds> whitelist_age() override { return whitelist_.age(); }

 private:
  vision::FaceReader& reader_;
  thermal::Thermometer& thermometer_;
  const Whitelist& whitelist_;
};

}  // namespace

std::unique_ptr<Senses> make_senses(vision::FaceReader& reader, thermal::Thermometer& thermometer,
                                    const Whitelist& whitelist) {
  return std::make_unique<RealSenses>(reader, thermometer, whitelist);
}

}  // namespace ward::gate
