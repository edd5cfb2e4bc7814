// Lines of the sensor that lie: dead ones, stuck ones, and ones with flipped bits.
#pragma once

#include <vector>

#include "thermal/types.h"

namespace ward::thermal {

// Rows of `celsius` (CV_32FC1) that cannot be believed, ascending. A row is bad when on more than an eighth of it the
// pixel stands out from both neighbours above and below, which agree with each other (a face's edges never do that:
// there the row agrees with one side), when it is one value all along, or when it leaves -40 to 400 °C, the sensor's
// range.
std::vector<int> find_bad_rows(const cv::Mat& celsius);

// Fills each bad row from the good rows next to it, linearly, and returns which they were.
// Errors: "thermal.corrupt" with more than 6 bad rows, or more than 2 side by side: there a canthus may be missing.
Result<std::vector<int>> repair_rows(cv::Mat& celsius);

}  // namespace ward::thermal
