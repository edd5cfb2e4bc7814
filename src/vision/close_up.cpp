#include "vision/close_up.h"

namespace ward::vision {

std::vector<Face> detect_close_up(const Detect& detect, const cv::Mat& bgr) {
  std::vector<Face> faces = detect(bgr);
  for (const double margin : {0.25, 0.5, 1.0}) {
    if (!faces.empty() || bgr.empty()) break;
    const cv::Point at(cvRound(bgr.cols * margin), cvRound(bgr.rows * margin));
    cv::Mat padded = cv::Mat::zeros(bgr.rows + 2 * at.y, bgr.cols + 2 * at.x, bgr.type());
    bgr.copyTo(padded(cv::Rect(at, bgr.size())));
    faces = detect(padded);
    for (Face& face : faces) face.box -= cv::Point2f(at);
  }
  return faces;
}

}  // namespace ward::vision
