// A frame out of a table from outside (CSV or XLSX, formats/tables).
#pragma once

#include <string_view>

#include "city/inspections/frame.h"

namespace ward::city::inspections {

// Columns id 编号, stratum 分层, unit 单元, by their titles in either language. A frame with a row at fault is refused
// as a whole: who is left out of it cannot be drawn. Errors: those of the table and of make_frame(), and "frame.row"
// with the number of the first row that cannot be read.
Result<Frame> frame_from_table(std::string_view bytes);

}  // namespace ward::city::inspections
