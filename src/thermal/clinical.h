// The published clinical data that the estimator is fitted and checked on: PhysioNet 10.13026/3bhc-9065 (FDA and
// University of Maryland): four rounds of skin temperatures a person from one thermal camera, already compensated by a
// black body, beside the temperature by mouth.
#pragma once

#include <array>
#include <filesystem>
#include <string>
#include <vector>

#include "thermal/estimator.h"

namespace ward::thermal {

struct ClinicalShot {
  Skin skin;         // room included
  float mouth = 0;   // hottest of the mouth, °C
  float offset = 0;  // the black body's, already applied, °C
};

struct ClinicalPerson {
  std::string id;
  float oral = 0;  // °C, thermometer in its monitor mode: the reference of the published evaluation (Zhou et al., J.
                   // Biomed. Opt. 25 (2020) 097002) and here
  float oral_fast = 0;                               // °C, the same thermometer's predicting mode
  std::array<std::optional<ClinicalShot>, 4> shots;  // a round is nothing when any of its temperatures is missing
};

struct ClinicalData {
  std::vector<ClinicalPerson> people;
  std::vector<std::string> rejected;  // what was thrown away and why, a sentence each
  std::size_t missing_rounds = 0;
};

// A file of the set (FLIR_group1.csv, ICI_group2.csv, ...): columns are found by their names in the third line.
// Impossible values are rejected by name, never averaged in: skin outside 25-43 °C, mouth outside 34-43 °C, humidity
// beyond 100 %, distance beyond 3 m, room outside 10-40 °C. Errors: "clinical.unreadable", "clinical.malformed" with
// the missing column.
Result<ClinicalData> load_clinical(const std::filesystem::path& file);
Result<ClinicalData> parse_clinical(std::string_view csv);

}  // namespace ward::thermal
