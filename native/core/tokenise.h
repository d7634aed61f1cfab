// Text to tokens: words with their hashes, shapes and the separators before them.
#pragma once
#include "native/core/gap.h"
#include "native/core/markers.h"
#include "native/core/normalise.h"
#include "native/core/workspace.h"

namespace posthaste::core {

// A separator that is written with letters: a literal \n, <br>, &nbsp;. Bytes it takes, 0 for none, and what
// kind of separator it stands for.
PH_HD uint32_t written_separator(const uint8_t* text, uint32_t length, uint32_t position, uint32_t* kind) {
  const uint32_t left = length - position;
  const uint8_t* at = text + position;
  if (at[0] == '\\' && left >= 2 && (at[1] == 'n' || at[1] == 'r' || at[1] == 't')) {
    *kind = at[1] == 't' ? kSpace : kNewline;
    return 2;
  }
  if (at[0] == '<' && left >= 4 && (at[1] | 0x20) == 'b' && (at[2] | 0x20) == 'r') {
    uint32_t end = 3;
    while (end < left && end < 6 && (at[end] == ' ' || at[end] == '/')) ++end;
    *kind = kNewline;
    return end < left && at[end] == '>' ? end + 1 : 0;
  }
  if (at[0] != '&' || left < 4) return 0;
  uint32_t end = 1;
  while (end < left && end < 8 && at[end] != ';') {
    const uint32_t lower = at[end] | 0x20U;
    const bool symbol =
        (lower >= 'a' && lower <= 'z') || (at[end] >= '0' && at[end] <= '9') || at[end] == '#';
    if (!symbol) return 0;
    ++end;
  }
  if (end < 3 || end >= left || at[end] != ';') return 0;
  const bool space = end == 5 && at[1] == 'n' && at[2] == 'b' && at[3] == 's' && at[4] == 'p';
  const bool ampersand = end == 4 && at[1] == 'a' && at[2] == 'm' && at[3] == 'p';
  *kind = space ? kSpace : ampersand ? kAmpersand : kApostrophe;
  return end + 1;
}

// The symbols of a word while it is read.
struct WordState {
  uint32_t first[kAffixes], last[kAffixes]; // last[0] is the newest symbol
  uint32_t length, digits, letters, upper, run, previous_kind;
  uint32_t end; // byte after the newest symbol
  bool first_upper;
};

PH_HD void begin_word(WordState& state, Token& token, uint32_t start, uint32_t gap_kinds) {
  state = WordState{};
  token = Token{};
  token.start = start;
  token.gap_kinds = gap_kinds;
  token.gap = gap_of(gap_kinds);
}

PH_HD void append(WordState& state, Token& token, const Symbol& symbol, uint32_t position) {
  state.end = position + symbol.bytes;
  PH_UNROLL for (uint32_t i = 0; i < kExpansionLength; ++i) {
    if (i >= symbol.count) break;
    const uint32_t folded = symbol.folded[i];
    const bool digit = symbol.kind == kDigit;
    token.word = combine(token.word, folded);
    token.general = combine(token.general, digit ? '0' : folded);
    PH_UNROLL for (uint32_t k = 0; k < kAffixes; ++k) {
      if (k == state.length) state.first[k] = folded;
    }
    PH_UNROLL for (uint32_t k = kAffixes - 1; k > 0; --k) state.last[k] = state.last[k - 1];
    state.last[0] = folded;
    state.run = symbol.kind == state.previous_kind ? state.run + 1 : 1;
    state.previous_kind = symbol.kind;
    if (digit || state.run <= 2) token.shape = combine(token.shape, symbol.kind);
    if (state.length == 0) state.first_upper = symbol.upper;
    if (digit) {
      ++state.digits;
    } else {
      ++state.letters;
      state.upper += symbol.upper ? 1 : 0;
      if (token.kind == 0) token.kind = static_cast<uint8_t>(symbol.kind);
    }
    ++state.length;
  }
}

PH_HD void end_word(const WordState& state, Token& token) {
  token.end = state.end;
  uint32_t forward = 1, backward = 2;
  PH_UNROLL for (uint32_t k = 0; k < kAffixes; ++k) {
    if (k >= state.length) break;
    forward = combine(forward, state.first[k]);
    backward = combine(backward, state.last[k]);
    token.prefix[k] = forward;
    token.suffix[k] = backward;
  }
  if (token.kind == 0) token.kind = kDigit;
  token.digits = static_cast<uint8_t>(state.digits < 255 ? state.digits : 255);
  token.length = static_cast<uint8_t>(state.length < 255 ? state.length : 255);
  if (token.kind == kHan || token.kind == kKana) token.marker = marker_of(state.last[0]);
  if (state.upper == 0) {
    token.upper = kLower;
  } else if (state.upper == state.letters) {
    token.upper = state.letters == 1 ? kTitle : kUpper;
  } else {
    token.upper = state.upper == 1 && state.first_upper ? kTitle : kMixed;
  }
}

// How many ASCII digits, or other letters, follow; at most 5 are counted.
PH_HD uint32_t run_ahead(const uint8_t* text, uint32_t length, uint32_t position, bool digits) {
  uint32_t count = 0;
  while (position + count < length && count < 5) {
    const uint32_t byte = text[position + count];
    const bool digit = byte >= '0' && byte <= '9';
    const bool letter = ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z') || byte >= 0x80;
    if (digits ? !digit : !letter) break;
    ++count;
  }
  return count;
}

// Whether letters and digits that touch are two words: "Pune411045", "411045India", "Sector18" and "TX78701"
// are, "12A", "NH48" and "B2B" are not.
PH_HD bool splits_number(const WordState& state, uint32_t letter_kind, const uint8_t* text, uint32_t length,
                         uint32_t position) {
  if (letter_kind == kHangul || letter_kind == kThai || letter_kind == kIndic || letter_kind == kArabic)
    return true;
  const bool number_first = state.previous_kind == kDigit;
  if (number_first) {
    return state.letters == 0 && state.digits >= 4 && run_ahead(text, length, position, false) >= 3;
  }
  if (state.digits != 0) return false;
  if (letter_kind != kLatin) return true;
  if (state.letters >= 4) return true;
  const uint32_t digits = run_ahead(text, length, position, true);
  return (state.letters == 3 && digits >= 4) || (state.letters == 2 && digits >= 5);
}

// Whether a word ends between two symbols that touch.
PH_HD bool splits(const WordState& state, uint32_t next_kind, const uint8_t* text, uint32_t length,
                  uint32_t position) {
  const uint32_t previous = state.previous_kind;
  if (state.length == 0 || next_kind == kMark) return false;
  if (next_kind == kHan || next_kind == kKana || previous == kHan || previous == kKana) return true;
  if (previous == next_kind) return false;
  if (previous == kDigit || next_kind == kDigit) {
    return splits_number(state, previous == kDigit ? next_kind : previous, text, length, position);
  }
  return (previous == kLatin) != (next_kind == kLatin) && (previous == kThai || next_kind == kThai);
}

// Reads the tokens of a text in order and calls done(index, token) for each; returns their number.
// `last_gap_kinds`: the separators after the last one.
template <class Done>
PH_HD uint32_t read_tokens(const ModelView& model, const uint8_t* text, uint32_t length, const Done& done,
                           uint32_t* last_gap_kinds) {
  uint32_t count = 0;
  uint32_t gap_kinds = 0;
  bool open = false;
  WordState state{};
  Token token{};
  uint32_t position = 0;
  while (position < length) {
    uint32_t kind = 0;
    const uint32_t byte = text[position];
    if (byte == '\\' || byte == '<' || byte == '&') {
      const uint32_t skipped = written_separator(text, length, position, &kind);
      if (skipped != 0) {
        if (open) {
          end_word(state, token);
          done(count++, token);
        }
        open = false;
        gap_kinds |= kind_bit(kind);
        position += skipped;
        continue;
      }
    }
    const Symbol symbol = read_symbol(model, text, length, position);
    if (is_word(symbol.kind)) {
      if (open && splits(state, symbol.kind, text, length, position)) {
        end_word(state, token);
        done(count++, token);
        open = false;
      }
      if (!open && symbol.count != 0) {
        if (count == kMaxTokens) break;
        begin_word(state, token, position, gap_kinds);
        gap_kinds = 0;
        open = true;
      }
      if (open) append(state, token, symbol, position);
    } else if (symbol.kind != kIgnorable) {
      if (open) {
        end_word(state, token);
        done(count++, token);
      }
      open = false;
      gap_kinds |= kind_bit(symbol.kind);
    }
    position += symbol.bytes;
  }
  if (open) {
    end_word(state, token);
    done(count++, token);
  }
  *last_gap_kinds = gap_kinds;
  return count;
}

// What `read_tokens` does with a token.
template <class AnyWorkspace>
struct KeepToken {
  AnyWorkspace& workspace;
  PH_HD void operator()(uint32_t index, const Token& token) const { token_at(workspace, index) = token; }
};
struct DropToken {
  PH_HD void operator()(uint32_t, const Token&) const {}
};

// Fills tokens and token_count; sets the border tokens.
template <class AnyWorkspace>
PH_HD void tokenise(const ModelView& model, const uint8_t* text, uint32_t length, AnyWorkspace& workspace) {
  uint32_t gap_kinds = 0;
  const uint32_t count =
      read_tokens(model, text, length, KeepToken<AnyWorkspace>{workspace}, &gap_kinds);
  workspace.token_count = count;
  for (uint32_t i = 0; i < kBorder; ++i) {
    Token before{}, after{};
    before.word = before.general = 0x51 + i;
    after.word = after.general = 0x61 + i;
    after.gap_kinds = i == 0 ? gap_kinds : 0;
    after.gap = i == 0 ? gap_of(gap_kinds) : kGapNone;
    workspace.tokens[i] = before;
    workspace.tokens[kBorder + count + i] = after;
  }
}

} // namespace posthaste::core
