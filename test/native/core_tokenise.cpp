// Words, the separators between them, segments and gazetteer phrases.
#include <memory>
#include <string>

#include "test/native/check.h"
#include "test/native/tiny_model.h"

using namespace posthaste;

namespace {

core::Workspace& workspace() {
  static const auto the_workspace = std::make_unique<core::Workspace>();
  return *the_workspace;
}

test::TinyModel& model() {
  static test::TinyModel the_model(2);
  return the_model;
}

void read(const std::string& text) {
  core::tokenise(model().view(), reinterpret_cast<const uint8_t*>(text.data()),
                 static_cast<uint32_t>(text.size()), workspace());
}

// The words of a text, divided by '_'.
std::string words(const std::string& text) {
  read(text);
  std::string out;
  for (uint32_t i = 0; i < workspace().token_count; ++i) {
    const core::Token& token = core::token_at(workspace(), i);
    out += (i ? "_" : "") + text.substr(token.start, token.end - token.start);
  }
  return out;
}

uint32_t gap(const std::string& text, uint32_t token) {
  read(text);
  return core::token_at(workspace(), token).gap;
}

core::Token first_token(const std::string& text) {
  read(text);
  return core::token_at(workspace(), 0);
}

void divides() {
  CHECK_EQ(words("12A Main St., Apt #4B"), "12A_Main_St_Apt_4B");
  CHECK_EQ(words("5/22 X-Y"), "5_22_X_Y");
  CHECK_EQ(words("華星時代A座12層1203室"), "華_星_時_代_A_座_12_層_1203_室");
  CHECK_EQ(words("테헤란로152 101동"), "테헤란로_152_101_동");
  CHECK_EQ(words("ถนน12"), "ถนน_12");
  CHECK_EQ(words("Pune411045"), "Pune_411045");
  CHECK_EQ(words("411045India"), "411045_India");
  CHECK_EQ(words("Sector18 NH48 B2B TX78701 12bis"), "Sector_18_NH48_B2B_TX_78701_12bis");
  CHECK_EQ(words("д3 12а"), "д_3_12а");
  CHECK_EQ(words("O'Brien's"), "O_Brien_s");
  CHECK_EQ(words("a\\nb<br>c<BR />d&nbsp;e&amp;f"), "a_b_c_d_e_f");
  CHECK_EQ(words("AT&T & Co"), "AT_T_Co");
  CHECK_EQ(words("e\xcc\x81t\xc3\xa9\xe2\x80\x8bs x"), "e\xcc\x81t\xc3\xa9\xe2\x80\x8bs_x");
  CHECK_EQ(words(""), "");
  CHECK_EQ(words(" ,;- "), "");
  CHECK_EQ(words("\xcc\x81"), "");
}

void separators() {
  CHECK_EQ(gap("a b", 1), core::kGapSpace);
  CHECK_EQ(gap("a, b", 1), core::kGapComma);
  CHECK_EQ(gap("a - b", 1), core::kGapDash);
  CHECK_EQ(gap("a-b", 1), core::kGapHyphen);
  CHECK_EQ(gap("a /b", 1), core::kGapSlash);
  CHECK_EQ(gap("a\nb", 1), core::kGapNewline);
  CHECK_EQ(gap("a\\nb", 1), core::kGapNewline);
  CHECK_EQ(gap("a,\nb", 1), core::kGapNewline);
  CHECK_EQ(gap("a | b", 1), core::kGapBar);
  CHECK_EQ(gap("a #b", 1), core::kGapHash);
  CHECK_EQ(gap("a (b)", 1), core::kGapBracket);
  CHECK_EQ(gap("a. b", 1), core::kGapDot);
  CHECK_EQ(gap("京都", 1), core::kGapNone);
  CHECK_EQ(gap("a,", 1), core::kGapComma); // the border carries what follows the last word
}

void same_hashes() {
  CHECK_EQ(first_token("STRASSE").word, first_token("straße").word);
  CHECK_EQ(first_token("12345").general, first_token("98765").general);
  CHECK(first_token("12345").word != first_token("98765").word);
  CHECK_EQ(first_token("12345").shape, first_token("98765").shape);
  CHECK(first_token("1234").shape != first_token("98765").shape);
  CHECK(first_token("Ab").word != first_token("Ba").word);
  CHECK_EQ(first_token("Bergstrasse").suffix[3], first_token("Talgasse").suffix[3]);
  CHECK_EQ(first_token("Bergstr").prefix[3], first_token("Berg").prefix[3]);
  CHECK_EQ(first_token("a").prefix[1], 0U);
  CHECK_EQ(first_token("Main").upper, core::kTitle);
  CHECK_EQ(first_token("MAIN").upper, core::kUpper);
  CHECK_EQ(first_token("main").upper, core::kLower);
  CHECK_EQ(first_token("McCoy").upper, core::kMixed);
  CHECK_EQ(first_token("12a").digits, 2);
  CHECK_EQ(first_token("12a").kind, core::kLatin);
  CHECK_EQ(first_token("12").kind, core::kDigit);
}

void segments() {
  read("12 Main St, Springfield, IL 62701");
  core::look_up(model().view(), workspace());
  core::find_segments(workspace());
  CHECK_EQ(workspace().segment_count, 3U);
  CHECK_EQ(core::token_at(workspace(), 3).segment, 1);
  CHECK_EQ(core::token_at(workspace(), 5).segment, 2);
  CHECK_EQ(workspace().segments[2].first, 4U);
  CHECK_EQ(workspace().segments[2].last, 5U);
  CHECK_EQ(core::token_at(workspace(), 5).numeric_before, 1);
  CHECK_EQ(core::token_at(workspace(), 6).numeric_before, 2); // the border: all of them
  read("東京都中央区");
  core::find_segments(workspace());
  CHECK_EQ(core::token_at(workspace(), 0).marker_after, core::marker_of(0x90fd));
  CHECK_EQ(core::token_at(workspace(), 3).marker_before, core::marker_of(0x90fd));
  CHECK_EQ(core::token_at(workspace(), 3).marker_after, core::marker_of(0x533a));
}

void phrases() {
  model().add_phrase("New York", core::kGazCity | core::kGazState, workspace());
  model().add_phrase("York", core::kGazCity, workspace());
  model().add_phrase("New York Avenue", core::kGazRoad, workspace());
  read("new york, NEW YORK AVENUE, york, New, York");
  core::look_up(model().view(), workspace());
  const auto token = [](uint32_t index) { return core::token_at(workspace(), index); };
  CHECK_EQ(token(0).phrase_mask, core::kGazCity | core::kGazState);
  CHECK_EQ(token(1).phrase_offset, 1);
  CHECK_EQ(token(1).word_mask, core::kGazCity);
  CHECK_EQ(token(2).phrase_mask, core::kGazRoad);
  CHECK_EQ(token(4).phrase_length, 3);
  CHECK_EQ(token(5).phrase_mask, core::kGazCity);
  CHECK_EQ(token(6).phrase_length, 0); // no phrase runs over a comma
  CHECK_EQ(token(7).phrase_length, 1);
}

} // namespace

int main() {
  divides();
  separators();
  same_hashes();
  segments();
  phrases();
  return test::finish("core_tokenise");
}
