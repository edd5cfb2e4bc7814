#include "vision/training/datasets.h"

#include <gtest/gtest.h>

#include <fstream>

namespace ward::vision::training {
namespace {

namespace fs = std::filesystem;

class HollowSets : public ::testing::Test {
 protected:
  void SetUp() override { fs::remove_all(root); }
  void write(const fs::path& file, const std::string& text = {}) {
    fs::create_directories((root / file).parent_path());
    std::ofstream(root / file) << text;
  }
  // The set is there, so that nobody takes it for one that was never fetched.
  template <class T>
  void expect_malformed(const Result<T>& read, const std::string& what) {
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, "data.malformed");
    EXPECT_NE(read.error().message.en.find(what), std::string::npos) << read.error().message.en;
  }
  fs::path root = fs::path(::testing::TempDir()) / "datasets_test";
};

TEST_F(HollowSets, AFolderWithoutItsListIsMalformed) {
  write("A/A_0001.jpg");
  expect_malformed(read_lfw(root), "has no pairs.tsv");
  expect_malformed(read_mfr2(root), "has no mfr2_labels.txt");
}

TEST_F(HollowSets, AListOfNothingIsMalformed) {
  write("pairs.tsv", "a\tb\tsame\n");
  expect_malformed(read_lfw(root), "pairs.tsv lists no pair");
  write("mfr2_labels.txt", "Somebody, 1, no-mask\n");
  expect_malformed(read_mfr2(root), "lists nobody who is here");
}

TEST_F(HollowSets, MasksNeedBothClasses) {
  write("with_mask/1.jpg");
  expect_malformed(read_masks4k(root), "without_mask holds no picture");
  write("without_mask/1.jpg");
  EXPECT_EQ(read_masks4k(root)->size(), 2U);
}

TEST_F(HollowSets, ScenesNeedLabels) {
  write("a.jpg");
  expect_malformed(read_facemask853(root), "no picture with its labels");
  EXPECT_EQ(read_facemask853(root / "nowhere").error().code, "data.missing");
}

}  // namespace
}  // namespace ward::vision::training
