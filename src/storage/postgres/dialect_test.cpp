#include "storage/postgres/dialect.h"

#include <gtest/gtest.h>

namespace ward::storage::postgres {
namespace {

std::string text(std::string_view sql) { return translate(sql).text; }

TEST(DialectTest, CountsPlaceholdersAsSqliteDoes) {
  EXPECT_EQ(text("SELECT ? + ?"), "SELECT $1 + $2");
  EXPECT_EQ(text("UPDATE t SET a = ?2, b = ?10 WHERE c = ?1"), "UPDATE t SET a = $2, b = $10 WHERE c = $1");
  EXPECT_EQ(text("SELECT ?3, ?"), "SELECT $3, $4");
  EXPECT_EQ(translate("SELECT ?3, ?").values, 4);
  EXPECT_EQ(translate("SELECT ?1, ?1").values, 1);
}

TEST(DialectTest, LeavesTextsNamesAndCommentsAlone) {
  for (const char* sql : {"SELECT '?', 'it''s ?', \"a?\" -- why?\n, 1 /* ? */", "SELECT 'BLOB", "SELECT 1 /* ?", "",
                          "/*", "INSERT INTO text_of (integer) VALUES (1)", "SELECT a1, b_2, 3.5, 'x' || y"})
    EXPECT_EQ(text(sql), sql);
}

TEST(DialectTest, TranslatesTypesOfTablesOnly) {
  EXPECT_EQ(text("CREATE TABLE t (a BLOB PRIMARY KEY, -- a BLOB\n b INTEGER NOT NULL CHECK (b > 0), c TEXT, d REAL)"
                 " STRICT, WITHOUT ROWID; CREATE INDEX i ON t (a)"),
            "CREATE TABLE t (a BYTEA PRIMARY KEY, -- a BLOB\n b BIGINT NOT NULL CHECK (b > 0), c TEXT COLLATE \"C\","
            " d DOUBLE PRECISION); CREATE INDEX i ON t (a)");
  EXPECT_EQ(text("ALTER TABLE t ADD COLUMN n INTEGER DEFAULT (1) NOT NULL"),
            "ALTER TABLE t ADD COLUMN n BIGINT DEFAULT (1) NOT NULL");
  EXPECT_EQ(text("SELECT CAST(a AS TEXT)"), "SELECT CAST(a AS TEXT)");
}

TEST(DialectTest, ChoosesNoIndex) {
  EXPECT_EQ(text("SELECT a FROM t INDEXED BY t_a WHERE indexed_by = ?"), "SELECT a FROM t    WHERE indexed_by = $1");
}

}  // namespace
}  // namespace ward::storage::postgres
