#include "city/residents/names.h"

#include <gtest/gtest.h>

namespace ward::city::residents {

void PrintTo(Likeness likeness, std::ostream* out) {
  constexpr const char* words[] = {"same", "same_sound", "same_pinyin", "same_script", "alike", "partly", "different"};
  *out << words[std::size_t(likeness)];
}

namespace {

using enum Likeness;

Likeness between(std::string_view a, std::string_view b) { return likeness(names_in(a), names_in(b)); }
double similar(std::string_view a, std::string_view b) { return similarity(names_in(a).at(0), names_in(b).at(0)); }
std::string key_of(std::string_view name) { return letters_key(names_in(name).at(0)); }

// The pairs of Winkler (1990), table 1.
TEST(JaroWinkler, GivesTheValuesOfItsPaper) {
  EXPECT_NEAR(jaro_winkler("martha", "marhta"), .961, .001);
  EXPECT_NEAR(jaro_winkler("dwayne", "duane"), .840, .001);
  EXPECT_NEAR(jaro_winkler("dixon", "dicksonx"), .813, .001);
  EXPECT_NEAR(jaro_winkler("shackleford", "shackelford"), .982, .001);
  EXPECT_EQ(jaro_winkler("wang", "wang"), 1);
  EXPECT_EQ(jaro_winkler("abc", "xyz"), 0);
  EXPECT_EQ(jaro_winkler("", "wang"), 0);
}

TEST(Names, AreReadOnceForEachScript) {
  const auto chinese = names_in("張三豐");
  ASSERT_EQ(chinese.size(), 1U);
  EXPECT_EQ(chinese[0].han, U"张三丰");
  EXPECT_EQ(chinese[0].readings, (std::vector<std::string>{"zhang", "san", "feng"}));
  EXPECT_EQ(names_in("王小明 (Wang Xiaoming)").size(), 2U);
  EXPECT_EQ(names_in("AL SAYED, MOHAMED")[0].words, (std::vector<std::string>{"sayed", "mohamed"}));
  EXPECT_EQ(names_in("Ｏ'Brien‑Müller ﬁ")[0].words, (std::vector<std::string>{"obrien", "muller", "fi"}));
  EXPECT_TRUE(names_in("  123 ·— ").empty());
  EXPECT_TRUE(names_in("").empty());
  EXPECT_EQ(names_in(std::string(100'000, 'a'))[0].words[0].size(), 40U);
}

TEST(Names, AFamilyNameIsReadAsOne) {  // 单 is dan, 曾 is ceng, 解 is jie, 仇 is chou elsewhere
  EXPECT_EQ(names_in("单雄信")[0].readings[0], "shan");
  EXPECT_EQ(names_in("曾国藩")[0].readings[0], "zeng");
  EXPECT_EQ(names_in("解晓东")[0].readings[0], "xie");
  EXPECT_EQ(names_in("仇和")[0].readings[0], "qiu");
}

TEST(Likeness, OfChineseCharactersIsOfCharactersFirst) {
  EXPECT_EQ(between("王小明", "王小明"), same);
  EXPECT_EQ(between("王小明", "王 小 明"), same);
  EXPECT_EQ(between("张伟", "張偉"), same);
  EXPECT_EQ(between("李静", "李婧"), same_sound);
  EXPECT_EQ(between("王小明", "王晓明"), same_sound);
  EXPECT_EQ(between("王小明", "王明小"), alike);
  EXPECT_EQ(between("王小明", "小明王"), alike);  // the family name was written last
  EXPECT_EQ(between("欧阳娜娜", "欧阳娜那"), same_sound);
  EXPECT_EQ(between("王小明", "王小红"), partly);  // a brother and a sister
  EXPECT_EQ(between("王小明", "王明"), partly);
  EXPECT_EQ(between("李静", "李伟"), partly);
  EXPECT_EQ(between("阿卜杜热合曼·买买提", "阿卜杜热合曼·买买提"), same);
  EXPECT_EQ(between("阿卜杜热合曼·买买提", "阿卜杜热合曼•买买提"), same);
  EXPECT_NE(between("阿卜杜热合曼·买买提", "阿卜杜热合曼·艾山江"), same);
  EXPECT_EQ(between("王小明", "李大海"), different);
  EXPECT_EQ(between("王小明", "王大海"), different);
  EXPECT_NEAR(similar("李静", "李婧"), .9, 1e-9);
  EXPECT_NEAR(similar("王小明", "王小红"), 2.0 / 3, 1e-9);
}

TEST(Likeness, FindsPinyin) {
  for (const char* spelled : {"Wang Xiaoming", "XIAOMING WANG", "Wang Xiao Ming", "wang xiao-ming", "Xiao Ming, Wang"})
    EXPECT_EQ(between("王小明", spelled), same_pinyin) << spelled;
  for (const char* spelled : {"Lu Bu", "LYU BU", "Lv Bu"}) EXPECT_EQ(between("吕布", spelled), same_pinyin) << spelled;
  EXPECT_EQ(between("吴文玉", "WENYU WU"), same_pinyin);
  EXPECT_EQ(between("欧阳娜娜", "Nana Ouyang"), same_pinyin);
  EXPECT_EQ(between("王小明", "Wang Xiaohong"), different);
  EXPECT_EQ(between("Wang Xiaoming", "Xiaoming Wang"), same);
  EXPECT_EQ(between("Wang Xiaoming", "Wang Xiao Ming"), same);
}

TEST(Likeness, OfWordsDoesNotAskForTheirOrder) {
  EXPECT_EQ(between("Mohammed Al-Sayed", "AL SAYED, MOHAMMED"), same);
  EXPECT_EQ(between("Mohammed Al-Sayed", "AL SAYED, MOHAMED"), alike);
  EXPECT_EQ(between("Mohammed Al-Sayed", "Muhammad Elsayed"), alike);
  EXPECT_EQ(between("Ahmed Hassan", "AHMAD HASAN"), alike);
  EXPECT_EQ(between("Youssef Haddad", "Yusuf Hadad"), alike);
  EXPECT_EQ(between("José García Márquez", "JOSE GARCIA MARQUEZ"), same);
  EXPECT_EQ(between("José García Márquez", "Jose Garcia"), alike);
  EXPECT_EQ(between("Sergey Petrov", "Petrov Sergei"), alike);
  EXPECT_EQ(between("Сергей Петров", "Sergey Petrov"), alike);
  EXPECT_EQ(between("김민수", "Gim Minsu"), same);
  EXPECT_EQ(between("Đặng Thị Hồng", "Dang Thi Hong"), same);
}

TEST(Likeness, AFamilyIsNotOnePerson) {
  EXPECT_EQ(between("John Smith", "Jane Smith"), partly);
  EXPECT_EQ(between("Ahmed Hassan", "Mohamed Hassan"), partly);
  EXPECT_EQ(between("Kim Minsu", "Kim Minji"), partly);
  EXPECT_EQ(between("José García Márquez", "José Pérez Márquez"), partly);
  EXPECT_EQ(between("John Smith", "J. Smith"), partly);  // an initial says little
  EXPECT_EQ(between("Ahmed", "Ahmed Hassan"), partly);
  EXPECT_EQ(between("John Smith", "Ahmed Hassan"), different);
}

TEST(Likeness, OfArabicLettersIsOfConsonants) {
  EXPECT_EQ(between("محمد السيد", "محمد السيد"), same);
  for (const char* spelled : {"Mohammed Al Sayed", "MOHAMED ELSAYED", "Al-Sayed, Muhammad"})
    EXPECT_EQ(between("محمد السيد", spelled), same_script) << spelled;
  EXPECT_EQ(between("فاطمة الزهراء", "Fatima Zahra"), same_script);
  for (const char* spelled : {"Ahmed Abdulrahman", "Ahmad Abdul Rahman", "Ahmed Abdelrahman"})
    EXPECT_NE(between("أحمد عبد الرحمن", spelled), partly) << spelled;
  EXPECT_EQ(between("محمد السيد", "Khaled Mansour"), different);
  EXPECT_EQ(consonants("mohammed"), consonants("muhammad"));
  EXPECT_EQ(consonants("alsharif"), consonants("cherif"));
}

TEST(Likeness, OfSeveralNamesIsThatOfTheClosest) {
  EXPECT_EQ(between("王小明 David Wang", "Wang David"), same);
  EXPECT_EQ(likeness(names_in(""), names_in("王小明")), different);
}

TEST(LettersKey, IsTheSameForEveryOrderAndForPinyin) {
  EXPECT_EQ(key_of("王小明"), key_of("Xiaoming Wang"));
  EXPECT_EQ(key_of("李静"), key_of("李婧"));
  EXPECT_EQ(key_of("José García"), key_of("GARCIA, JOSE"));
  EXPECT_NE(key_of("王小明"), key_of("王小红"));
}

TEST(LikenessProperty, IsTheSameFromBothSides) {
  const char* const names[] = {"王小明",         "王晓明",       "小明王",        "王明",
                               "Wang Xiaoming",  "محمد السيد",   "Mohamed Sayed", "Muhammad Al Sayed",
                               "John",           "John A Smith", "Jon Smith",     "Smith Smithe",
                               "aba bab",        "欧阳娜娜",     "נתן כהן",       "Natan Cohen",
                               "Yuri Yuri Iurii"};
  for (const char* a : names) {
    EXPECT_EQ(between(a, a), same) << a;
    for (const char* b : names) {
      EXPECT_EQ(between(a, b), between(b, a)) << a << " " << b;
      EXPECT_EQ(similar(a, b), similar(b, a)) << a << " " << b;
      EXPECT_GE(similar(a, b), 0);
      EXPECT_LE(similar(a, b), 1);
    }
  }
}

}  // namespace
}  // namespace ward::city::residents
