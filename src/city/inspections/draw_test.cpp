#include "city/inspections/draw.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "city/inspections/frame_file.h"

namespace ward::city::inspections {
namespace {

const std::string secret = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
const Reveal revealed{secret, "03 09 14 22 27 31 + 08"};
constexpr const char* lottery = "Double Colour Ball of 2026-03-03";

Time moment() { return *parse_rfc3339("2026-03-02T00:00:00Z"); }

std::vector<Item> three_items() {
  return {{"S-7", "shops", "1/2/"}, {"L-10", "landlords", "1/2/3/"}, {"L-9", "landlords", "1/2a/"}};
}
Frame frame_of(std::vector<Item> items) { return *make_frame(std::move(items)); }
Frame big_frame(int landlords = 60, int shops = 25) {
  std::vector<Item> items;
  for (int i = 0; i < landlords; ++i) items.push_back({"L-" + std::to_string(i), "landlords", "1/2/"});
  for (int i = 0; i < shops; ++i) items.push_back({"商铺-" + std::to_string(i), "商铺", "1/3/"});
  return frame_of(std::move(items));
}
Commitment committed(const Frame& frame, const Takes& takes) {
  return *commit(frame, takes, secret, lottery, moment());
}
template <class T>
std::string code_of(const Result<T>& result) {
  return result ? "" : result.error().code;
}

TEST(Frame, HasOneCanonicalTextWhateverTheOrderOfItsRows) {
  const Frame frame = frame_of(three_items());
  EXPECT_EQ(canonical_text(frame), "landlords\tL-10\t1/2/3/\nlandlords\tL-9\t1/2a/\nshops\tS-7\t1/2/\n");
  auto turned = three_items();
  std::ranges::reverse(turned);
  EXPECT_EQ(digest(frame_of(turned)), digest(frame));
  EXPECT_EQ(digest(frame), "a13603e458dd3ffc162fedbd6f50f930d53a3e4cf7759fdf47cd0307a19d0dc7");  // by sha256sum
  EXPECT_EQ(sizes(frame), (std::vector<StratumSize>{{"landlords", 2}, {"shops", 1}}));
}

TEST(Frame, NamesWhatCannotStandInIt) {
  EXPECT_EQ(code_of(make_frame({})), "frame.empty");
  auto twice = three_items();
  twice.push_back({"L-9", "shops", "1/"});
  EXPECT_EQ(code_of(make_frame(twice)), "frame.id_twice");
  for (const std::string& text : {std::string(""), std::string("a\tb"), std::string("a\nb"), std::string("a\r"),
                                  std::string("\x7f"), std::string("\xc2\x85"), std::string("\xff"), std::string(" a"),
                                  std::string("a "), std::string(201, 'a'), std::string("a\0b", 3)})
    for (const Item& item : {Item{text, "shops", "1/"}, Item{"a", text, "1/"}, Item{"a", "shops", text}}) {
      const auto made = make_frame({item});
      ASSERT_FALSE(made);
      EXPECT_EQ(made.error().code, "frame.text");
      EXPECT_NE(made.error().field, "");
    }
  EXPECT_TRUE(make_frame({{"a b=c\\'\"%s", "商铺", "é/"}}));
}

TEST(Frame, IsReadFromATable) {
  const auto frame =
      frame_from_table("编号,分层,单元\r\nL-9,landlords,1/2a/\r\nS-7,shops,1/2/\r\nL-10,landlords,1/2/3/\r\n");
  ASSERT_TRUE(frame) << frame.error().message.en;
  EXPECT_EQ(*frame, frame_of(three_items()));
  EXPECT_EQ(code_of(frame_from_table("id,stratum\na,b\n")), "table.missing_columns");
  EXPECT_EQ(code_of(frame_from_table("id,stratum,unit\n")), "frame.empty");
  const auto faulty = frame_from_table("id,stratum,unit\na,b,1/\n\"c\"d,b,1/\n");
  EXPECT_EQ(code_of(faulty), "frame.row");
  EXPECT_TRUE(faulty.error().field.starts_with("row 3")) << faulty.error().field;
}

TEST(Draw, IsTheSameForEverybodyAndKeepsItsNumbers) {
  const Frame frame = big_frame();
  const Commitment commitment = committed(frame, {{"landlords", 7}, {"商铺", 3}});
  auto list = *draw(frame, commitment, revealed, 2);
  EXPECT_EQ(list, *draw(frame, commitment, revealed, 2));
  ASSERT_EQ(list.size(), 7u + 2 + 3 + 2);
  std::set<std::string> ids;
  std::map<std::string, std::int64_t> drawn;
  const Drawn* before = nullptr;
  for (const Drawn& one : list) {
    EXPECT_TRUE(ids.insert(one.item.id).second);
    if (!one.replaces) ++drawn[one.item.stratum];
    if (before && before->item.stratum == one.item.stratum) {
      EXPECT_LT(before->key, one.key);
      EXPECT_EQ(one.rank, before->rank + 1);
    }
    before = &one;
  }
  EXPECT_EQ(drawn, (std::map<std::string, std::int64_t>{{"landlords", 7}, {"商铺", 3}}));
  // Replacements only go on behind the list; it stays what it was.
  std::erase_if(list, [](const Drawn& one) { return one.replaces; });
  EXPECT_EQ(*draw(frame, commitment, revealed), list);
}

// Written down from the shell lines of docs/design/inspections.md: a change of any byte of the rule shows here.
TEST(Draw, IsTheListThatTheShellDraws) {
  const Frame frame = frame_of(three_items());
  const Commitment commitment = committed(frame, {{"landlords", 1}, {"shops", 1}});
  EXPECT_EQ(commitment.secret, "2a8abfa8cb9906290437854193ca6bca41d4d4e26d1d454bd66a35158095e737");
  EXPECT_EQ(*final_seed(commitment, revealed), "0f8e5942393974c8d8a207c4f2c457e407a3a716088c7f86f0dc3e986533ab3a");
  const auto list = draw(frame, commitment, revealed, 1);
  ASSERT_EQ(list->size(), 3u);
  EXPECT_EQ((*list)[0].item.id, "L-9");
  EXPECT_EQ((*list)[0].key, "6470a4490c5ceaa6d5412900b6ea9eda9c35148484460fac0cbe4acb63bb5afb");
}

TEST(Draw, RefusesAFrameThatChangedAfterTheCommitment) {
  const Frame frame = big_frame();
  const Commitment commitment = committed(frame, {{"landlords", 7}});
  std::mt19937_64 random(3);
  for (int i = 0; i < 200; ++i) {  // an item added, left out, moved to another unit or stratum, or renamed
    auto items = frame.items;
    auto& item = items[random() % items.size()];
    switch (random() % 5) {
      case 0:
        items.push_back({"new", "landlords", "1/"});
        break;
      case 1:
        std::erase(items, Item(item));
        break;
      case 2:
        item.unit += "9/";
        break;
      case 3:
        item.stratum = item.stratum == "landlords" ? "商铺" : "landlords";
        break;
      default:
        item.id += "'";
    }
    const Frame changed = frame_of(items);
    const auto refused = draw(changed, commitment, revealed);
    ASSERT_EQ(code_of(refused), "draw.frame_changed");
    const std::string& said = refused.error().message.en;
    for (const std::string& part :
         {digest(changed), commitment.frame, std::to_string(items.size()) + " items", std::string("were 85")})
      ASSERT_NE(said.find(part), std::string::npos) << said;
  }
}

TEST(Draw, RefusesWhatWasNotCommittedTo) {
  const Frame frame = big_frame();
  const Commitment commitment = committed(frame, {{"landlords", 7}});
  EXPECT_EQ(code_of(draw(frame, commitment, {secret + "0", revealed.public_value})), "draw.secret");
  EXPECT_EQ(code_of(draw(frame, commitment, {secret, ""})), "draw.public_missing");
  EXPECT_EQ(code_of(draw(frame, commitment, {secret, "a\nb"})), "draw.public_value");
  const Commitment alone = *commit(frame, {{"landlords", 7}}, secret, "", moment());
  EXPECT_EQ(code_of(draw(frame, alone, revealed)), "draw.public_unasked");
  EXPECT_TRUE(draw(frame, alone, {secret, ""}));

  Commitment wrong = commitment;
  wrong.strata[0].take = 61;
  EXPECT_EQ(code_of(draw(frame, wrong, revealed)), "draw.commitment");
  wrong = commitment;
  wrong.strata.pop_back();
  EXPECT_EQ(code_of(draw(frame, wrong, revealed)), "draw.commitment");
}

TEST(Draw, RefusesToCommitToWhatCannotBeDrawn) {
  const Frame frame = big_frame();
  const auto code = [&](const Takes& takes, std::string_view with = secret, const std::string& value = lottery) {
    return code_of(commit(frame, takes, with, value, moment()));
  };
  EXPECT_EQ(code({{"landlords", 61}}), "draw.too_many");
  EXPECT_EQ(code({{"landlords", -1}}), "draw.too_many");
  EXPECT_EQ(code({{"landlord", 1}}), "draw.stratum_unknown");
  EXPECT_EQ(code({{"landlords", 0}}), "draw.nothing");
  EXPECT_EQ(code({}), "draw.nothing");
  EXPECT_EQ(code({{"landlords", 1}}, "short"), "draw.secret_short");
  EXPECT_EQ(code({{"landlords", 1}}, secret + "\n"), "draw.secret_short");
  EXPECT_EQ(code({{"landlords", 1}}, secret, "a\tb"), "draw.public_value");
  EXPECT_EQ(code({{"landlords", 60}, {"商铺", 25}}), "");
}

TEST(Draw, ASecretIsFreshAndTakenByCommit) {
  EXPECT_NE(make_secret(), make_secret());
  EXPECT_TRUE(commit(big_frame(), {{"landlords", 1}}, make_secret(), "", moment()));
}

// 4,000 seeds: how often each item is drawn is binomial with the rate 5 / 20. The sum of squares (chi-square with 19
// degrees of freedom, scaled for draws without replacement) stays below its 99.99 % point.
TEST(Draw, GivesEveryItemTheSameChance) {
  constexpr int items = 20, take = 5, draws = 4'000;
  const Frame frame = big_frame(items, 1);
  std::map<std::string, int> drawn;
  for (int i = 0; i < draws; ++i) {
    const std::string its_secret = secret + std::to_string(i);
    const Commitment commitment = *commit(frame, {{"landlords", take}}, its_secret, "", moment());
    const auto list = draw(frame, commitment, {its_secret, ""});
    for (const Drawn& one : *list) ++drawn[one.item.id];
  }
  const double expected = double(draws) * take / items, share = double(take) / items;
  double chi_square = 0;
  for (const auto& [id, count] : drawn) chi_square += (count - expected) * (count - expected) / expected;
  EXPECT_EQ(drawn.size(), std::size_t(items));
  EXPECT_LT(chi_square / (1 - share) * (items - 1.0) / items, 50.8);
}

TEST(Commitment, ReadsBackWhatItWrote) {
  const Commitment commitment = committed(big_frame(), {{"landlords", 7}, {"商铺", 3}});
  const auto back = commitment_from_json(*parse_json(json::serialize(to_json(commitment))));
  ASSERT_TRUE(back) << back.error().message.en;
  EXPECT_EQ(*back, commitment);
}

TEST(Commitment, NamesTheFieldAtFault) {
  const json::value good = to_json(committed(big_frame(), {{"landlords", 7}, {"商铺", 3}}));
  const auto fault = [&](const char* key, json::value value) {
    json::value broken = good;
    broken.as_object()[key] = std::move(value);
    const auto read = commitment_from_json(broken);
    return read ? "" : read.error().code + " at " + read.error().field;
  };
  EXPECT_EQ(fault("frame", "abc"), "draw.digest at frame");
  EXPECT_EQ(fault("secret", json::string(64, 'G')), "draw.digest at secret");
  EXPECT_EQ(fault("version", 2), "draw.version at version");
  EXPECT_EQ(fault("more", 1), "field.unknown at more");
  EXPECT_EQ(fault("public_value", "a\nb"), "draw.public_value at public_value");
  const json::value stratum = {{"stratum", "a"}, {"items", 3}, {"take", 4}};
  EXPECT_EQ(fault("strata", json::array{stratum}), "field.range at strata[0].take");
  const json::value small = {{"stratum", "a"}, {"items", 3}, {"take", 1}};
  EXPECT_EQ(fault("strata", json::array{small, small}), "draw.strata at strata[1].stratum");
}

}  // namespace
}  // namespace ward::city::inspections
