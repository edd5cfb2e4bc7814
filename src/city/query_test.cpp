#include "city/query.h"

#include <gtest/gtest.h>

#include "city/cursor.h"

namespace ward::city {
namespace {

const Id id = Id::make(from_millis(1'772'000'000'000));

TEST(CursorTest, ComesBackAsItWent) {
  for (const std::int64_t millis : {std::int64_t(0), std::int64_t(-1), std::int64_t(253'402'300'799'999)}) {
    const TimeCursor cursor{from_millis(millis), id};
    EXPECT_EQ(time_cursor_from(to_string(cursor)), cursor);
  }
  for (const char* name : {"", "Ada", "张_伟"}) {
    const NameCursor cursor{name, id};
    EXPECT_EQ(name_cursor_from(to_string(cursor)), cursor);
  }
}

TEST(CursorTest, ATimeThatNobodyCanCalculateWithIsNone) {
  for (const char* millis : {"9223372036854775807", "-9223372036854775808", "253402300800000", "-62167219200001",
                             "9223372036854775808", "", "-", "1x"})
    EXPECT_FALSE(time_cursor_from(std::string(millis) + "_" + id.str())) << millis;
  EXPECT_FALSE(time_cursor_from("1_"));
  EXPECT_FALSE(time_cursor_from("1"));
  for (const char* name : {"a", "zz", "AB"}) EXPECT_FALSE(name_cursor_from(std::string(name) + "_" + id.str())) << name;
}

}  // namespace
}  // namespace ward::city
