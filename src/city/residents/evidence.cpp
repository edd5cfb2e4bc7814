#include "city/residents/evidence.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>

namespace ward::city::residents {

namespace {

using F = Finding;
using enum Field;
using enum Outcome;
constexpr Evidence all[] = {
    {F::name_same, name, agree, .83, 2e-5, "name_same", "The names are the same.", "姓名相同。"},
    {F::name_sound, name, near, .013, 8e-6, "name_sound",
     "The names are read the same, but written with other characters.", "姓名同音不同字。"},
    {F::name_pinyin, name, near, .03, 1e-6, "name_pinyin", "One name is the pinyin of the other.",
     "一个姓名是另一个的拼音。"},
    {F::name_script, name, near, .015, 2.5e-6, "name_script", "The names sound the same in two scripts.",
     "两种文字的姓名读音相同。"},
    {F::name_alike, name, near, .075, 6e-5, "name_alike", "The names are alike.", "姓名相近。"},
    {F::name_partly, name, near, .03, .005, "name_partly", "A part of the names is the same.", "姓名部分相同。"},
    {F::name_differs, name, differ, .005, .99, "name_differs", "The names differ.", "姓名不同。"},
    {F::name_unknown, name, unknown, 1, 1, "name_unknown", "A name is missing.", "缺少姓名。"},
    {F::birth_same, birth, agree, .97, 4e-5, "birth_same", "They were born on the same day.", "出生日期相同。"},
    {F::birth_swapped, birth, near, .003, 1.5e-5, "birth_swapped", "Day and month of birth are exchanged.",
     "出生月日互换。"},
    {F::birth_digit, birth, near, .01, .001, "birth_digit", "The dates of birth differ in one digit.",
     "出生日期有一位数字不同。"},
    {F::birth_january, birth, near, .01, 2e-4, "birth_january",
     "The year of birth is the same, and one date is 1 January, which may stand for a day that is not known.",
     "出生年份相同，其中一个为 1 月 1 日，可能是日期不详。"},
    {F::birth_differs, birth, differ, .005, .99, "birth_differs", "The dates of birth differ.", "出生日期不同。"},
    {F::birth_unknown, birth, unknown, 1, 1, "birth_unknown", "A date of birth is missing.", "缺少出生日期。"},
    {F::sex_same, sex, agree, .99, .5, "sex_same", "The sex is the same.", "性别相同。"},
    {F::sex_differs, sex, differ, .005, .5, "sex_differs", "The sex differs.", "性别不同。"},
    {F::sex_unknown, sex, unknown, 1, 1, "sex_unknown", "A sex is missing.", "缺少性别。"},
    {F::nationality_same, nationality, agree, .99, .6, "nationality_same", "The nationality is the same.",
     "国籍相同。"},
    {F::nationality_differs, nationality, differ, .005, .4, "nationality_differs", "The nationalities differ.",
     "国籍不同。"},
    {F::nationality_unknown, nationality, unknown, 1, 1, "nationality_unknown", "A nationality is missing.",
     "缺少国籍。"},
    {F::document_same, document, agree, .97, 1e-8, "document_same", "The number of the document is the same.",
     "证件号码相同。"},
    {F::document_last, document, near, .003, 1e-4, "document_last",
     "The numbers of the documents differ, but end the same.", "证件号码不同，但末位相同。"},
    {F::document_renewed, document, differ, .1, .99, "document_renewed",
     "The numbers of the documents differ; a new document has a new number.", "证件号码不同；换发证件后号码会变。"},
    {F::document_differs, document, differ, .001, .99, "document_differs",
     "The numbers of the documents differ, and such a number is for life.", "证件号码不同，而该号码终身不变。"},
    {F::document_unknown, document, unknown, 1, 1, "document_unknown", "They have no document of the same kind.",
     "没有同类证件可比较。"},
    {F::phone_same, phone, agree, .87, 5e-5, "phone_same", "The phone is the same; a family may share one.",
     "电话相同；家人可能共用。"},
    {F::phone_digit, phone, near, .008, 1e-6, "phone_digit", "The phones differ in one digit.", "电话有一位数字不同。"},
    {F::phone_differs, phone, differ, .12, .99, "phone_differs", "The phones differ.", "电话不同。"},
    {F::phone_unknown, phone, unknown, 1, 1, "phone_unknown", "A phone is missing.", "缺少电话。"},
};
static_assert(std::size(all) == finding_count);
static_assert(std::ranges::is_sorted(all, {}, &Evidence::finding), "in the order of Finding");

constexpr std::string_view fields[] = {"name", "birth", "sex", "nationality", "document", "phone"};
static_assert(std::size(fields) == field_count);
constexpr std::string_view outcomes[] = {"agree", "near", "differ", "unknown"};

}  // namespace

const Evidence& evidence(Finding finding) { return all[std::size_t(finding)]; }

double weight(Finding finding) {
  static const auto weights = [] {
    std::array<double, finding_count> bits{};
    for (std::size_t i = 0; i < finding_count; ++i) bits[i] = std::log2(all[i].m / all[i].u);
    return bits;
  }();
  return weights[std::size_t(finding)];
}

std::string_view to_string(Field field) { return fields[std::size_t(field)]; }
std::string_view to_string(Outcome outcome) { return outcomes[std::size_t(outcome)]; }
std::string_view to_string(Finding finding) { return evidence(finding).name; }
Text words(Finding finding) { return {evidence(finding).en, evidence(finding).zh}; }

}  // namespace ward::city::residents
