// The public picture sets that the small trained parts are fitted on and measured with, as folders lie on disk:
//   lfw/PERSON/PERSON_0001.jpg with lfw/pairs.tsv (a, b, same)      mfr2/PERSON/PERSON_0001.png with
//   mfr2/mfr2_labels.txt masks4k/with_mask/*.jpg, masks4k/without_mask/*.jpg             facemask853/*.xml (Pascal VOC)
//   beside *.jpg
// None of them is part of the repository. Every reader answers "data.missing" when its folder is not there, and
// "data.malformed" when a list cannot be read, naming file and line, or when there is nothing in a set or in a class of
// it. A single broken picture is the caller's to count.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "vision/types.h"

namespace ward::vision::training {

struct Portrait {
  std::filesystem::path file;
  std::string person;
};

struct Pair {
  std::size_t a = 0, b = 0;  // indices into Lfw::pictures
  bool same = false;
};

struct Lfw {
  std::vector<Portrait> pictures;  // every picture, by person, in the order of their names
  std::vector<Pair> pairs;
};
Result<Lfw> read_lfw(const std::filesystem::path& directory);

struct MaskedPortrait {
  Portrait portrait;
  std::string mask;  // "no-mask", "surgical_blue", "KN95", ...
  bool masked() const { return mask != "no-mask"; }
};
Result<std::vector<MaskedPortrait>> read_mfr2(const std::filesystem::path& directory);

struct MaskPicture {
  std::filesystem::path file;
  bool masked = false;
};
Result<std::vector<MaskPicture>> read_masks4k(const std::filesystem::path& directory);

struct LabelledFace {
  cv::Rect2f box;
  MaskState mask = MaskState::unsure;  // none, worn or badly_worn
};
struct Scene {
  std::filesystem::path file;
  std::vector<LabelledFace> faces;
};
Result<std::vector<Scene>> read_facemask853(const std::filesystem::path& directory);

// The picture, or nothing when it cannot be decoded (truncated, empty, not a picture).
cv::Mat read_picture(const std::filesystem::path& file);

// First 16 hexadecimal digits of the SHA-256 of the file; empty when it cannot be read. Names a picture by content, so
// that a renamed copy falls on the same side of every split.
std::string content_hash(const std::filesystem::path& file);

// True for the fifth of all names that is never trained on. Deterministic: from the SHA-256 of `name`.
bool held_out(std::string_view name);

}  // namespace ward::vision::training
