// What the gate perceives with: one small interface over vision, thermometer and whitelist, with a fake in the tests.
#pragma once

#include <chrono>
#include <optional>

#include "gate/whitelist/whitelist.h"
#include "thermal/thermometer.h"
#include "vision/face_reader.h"

namespace ward::gate {

class Senses {
 public:
  virtual ~Senses() = default;
  virtual std::vector<vision::Face> detect(const cv::Mat& bgr) = 0;
  virtual vision::FaceReading glance(const cv::Mat& bgr, const vision::Face& face) = 0;
  virtual void read(const cv::Mat& bgr, vision::FaceReading& glanced) = 0;
  virtual vision::Embedding embed(const cv::Mat& bgr, const vision::Landmarks& landmarks) = 0;
  // The face as it was seen in a picture of `size` at `time`.
  virtual thermal::ThermalReading measure(const vision::FaceReading& face, cv::Size size, Time time) = 0;
  // Of the thermal sensor itself, without a face.
  virtual thermal::ThermalFault sensor_fault() = 0;
  virtual Found find(const vision::Embedding& face, vision::MaskState mask) = 0;
  // Whether anybody of the site has a pass: whether to look for one at all.
  virtual bool has_passes() = 0;
  // Whose pass is held up in the picture; nothing when there is none, or it is nobody's here.
  virtual std::optional<Found> read_pass(const cv::Mat& bgr) = 0;
  virtual std::optional<std::chrono::seconds> whitelist_age() = 0;
};

// The real ones; all references must outlive it. Used by one thread.
std::unique_ptr<Senses> make_senses(vision::FaceReader& reader, thermal::Thermometer& thermometer,
                                    const Whitelist& whitelist);

}  // namespace ward::gate
