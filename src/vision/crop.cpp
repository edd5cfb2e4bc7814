#include "vision/crop.h"

#include <opencv2/imgproc.hpp>

namespace ward::vision {

cv::Rect2f square_around(const cv::Rect2f& box, float scale) {
  const float side = box.height * scale;
  return {box.x + (box.width - side) / 2, box.y + (box.height - side) / 2, side, side};
}

cv::Mat crop(const cv::Mat& picture, const cv::Rect2f& square, int side) {
  const cv::Rect wanted(cvFloor(square.x), cvFloor(square.y), std::max(cvRound(square.width), 1),
                        std::max(cvRound(square.height), 1));
  const cv::Rect inside = wanted & cv::Rect({0, 0}, picture.size());
  cv::Mat cut;
  if (inside.empty()) {
    cut = cv::Mat::zeros(side, side, picture.type());
    return cut;
  }
  cut = picture(inside);
  if (inside != wanted)
    cv::copyMakeBorder(cut, cut, inside.y - wanted.y, wanted.br().y - inside.br().y, inside.x - wanted.x,
                       wanted.br().x - inside.br().x, cv::BORDER_REPLICATE | cv::BORDER_ISOLATED);
  cv::Mat out;
  cv::resize(cut, out, {side, side}, 0, 0, wanted.width > side ? cv::INTER_AREA : cv::INTER_LINEAR);
  return out;
}

}  // namespace ward::vision
