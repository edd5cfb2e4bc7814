// Cuts one good picture of each person out of a scenario's clips and portraits, to enrol them from.
#pragma once

#include "gate/simulation/stage.h"

namespace ward::gate {

// Writes DIRECTORY/PERSON.jpg for every person of the scenario: of a few moments of the first scene with the person,
// the one with the best face. Returns the files. Errors: the stage's, "snapshot.no_face" naming the person,
// "snapshot.unwritable".
Result<std::vector<std::filesystem::path>> write_snapshots(const Scenario& scenario, vision::FaceReader& reader,
                                                           const std::filesystem::path& directory);

}  // namespace ward::gate
