// Addresses for comparing devices: the lines of the examples, the labelled lines that are there, and texts that
// nobody would call an address.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

namespace cuda_test {

// A labelled line of tools/data/annotated, "country<tab>{label words}, {label words}", without its labels.
inline std::string without_labels(const std::string& line) {
  std::string text;
  for (size_t i = line.find('\t') + 1; i < line.size(); ++i) {
    if (line[i] == '{') {
      i = std::min(line.find(' ', i), line.size());
    } else if (line[i] != '}') {
      text.push_back(line[i]);
    }
  }
  return text;
}

// About `most` of the lines of these files, taken evenly.
inline void add_lines(const std::vector<std::filesystem::path>& paths, bool labelled, size_t most,
                      std::vector<std::string>* texts) {
  std::vector<std::string> lines;
  for (const auto& path : paths) {
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) lines.push_back(labelled ? without_labels(line) : line);
  }
  const size_t step = std::max<size_t>(1, lines.size() / std::max<size_t>(1, most));
  for (size_t i = 0; i < lines.size(); i += step) texts->push_back(lines[i]);
}

// The examples, all labelled lines of the project, and the lines of `more`, which may be "".
inline std::vector<std::string> real_texts(const std::filesystem::path& root, size_t most,
                                           const std::string& more) {
  std::vector<std::string> texts;
  std::vector<std::filesystem::path> examples, labelled;
  for (const auto& entry : std::filesystem::directory_iterator(root / "examples")) {
    if (entry.path().extension() == ".csv") examples.push_back(entry.path());
  }
  for (const auto& entry : std::filesystem::directory_iterator(root / "tools/data/annotated")) {
    if (entry.path().extension() == ".txt") labelled.push_back(entry.path());
  }
  std::sort(examples.begin(), examples.end());
  std::sort(labelled.begin(), labelled.end());
  add_lines(examples, false, most / 3, &texts);
  add_lines(labelled, true, most, &texts);
  if (!more.empty()) add_lines({more}, false, most, &texts);
  return texts;
}

inline void append_utf8(uint32_t code, std::string* text) {
  const auto put = [text](uint32_t byte) { text->push_back(static_cast<char>(byte)); };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xc0 | code >> 6);
    put(0x80 | (code & 0x3f));
  } else if (code < 0x10000) {
    put(0xe0 | code >> 12);
    put(0x80 | (code >> 6 & 0x3f));
    put(0x80 | (code & 0x3f));
  } else {
    put(0xf0 | code >> 18);
    put(0x80 | (code >> 12 & 0x3f));
    put(0x80 | (code >> 6 & 0x3f));
    put(0x80 | (code & 0x3f));
  }
}

inline std::vector<std::string> hostile_texts() {
  std::mt19937 random(5);
  std::vector<std::string> texts = {"", "1", "x", ",", std::string(1, '\0'), "\xff", "\xe2\x82", "\xf0\x9f\x98"};
  texts.push_back(std::string("12 Main\0Street\0Apt 4", 20));
  for (const uint32_t tokens : {1000U, 1023U, 1024U, 1025U, 1500U}) {
    std::string text;
    for (uint32_t i = 0; i < tokens; ++i) text += i % 7 == 6 ? std::to_string(i) + ", " : "road ";
    texts.push_back(text);
  }
  std::string long_text;
  while (long_text.size() < 65536) long_text += "Flat No 302, 3rd Floor, Shanti Nagar; Pune 411045\n";
  texts.push_back(long_text.substr(0, 65536));
  texts.push_back(std::string(65536, 'a'));
  texts.push_back(std::string(65536, ','));
  std::string han, mixed;
  for (int i = 0; i < 3000; ++i) append_utf8(0x4e00 + static_cast<uint32_t>(i), &han);
  for (int i = 0; i < 2000; ++i) mixed += "1\xd8\xa8";  // a digit, an Arabic letter: two tokens in three bytes
  texts.push_back(han);
  texts.push_back(mixed);
  for (uint32_t plane = 0; plane < 17; ++plane) {
    std::string text;
    for (uint32_t i = 0; i < 120; ++i) {
      const uint32_t code = plane << 16 | (random() & 0xffff);
      if (code < 0xd800 || code > 0xdfff) append_utf8(code, &text);
      if (i % 9 == 8) text += i % 2 == 0 ? ", " : " 7 ";
    }
    texts.push_back(text);
  }
  std::string marks = "e";
  for (uint32_t i = 0; i < 300; ++i) append_utf8(0x300 + i % 0x70, &marks);
  texts.push_back(marks + " rue 5");
  texts.push_back("\xd7\xa8\xd7\x97\xd7\x95\xd7\x91 5, \xd7\xaa\xd7\x9c \xd7\x90\xd7\x91\xd7\x99\xd7\x91");
  texts.push_back("\xe2\x80\xae" "12 \xd8\xb4\xd8\xa7\xd8\xb1\xd8\xb9 34\xe2\x80\xac");
  texts.push_back("St&amp;nbsp;&nbsp;Ave<br/>5\\n6\\t7<br >&#x27;&;&&&amp");
  // Bytes that are mostly damaged, and words that mostly are not.
  for (int i = 0; i < 60; ++i) {
    std::string text;
    for (uint32_t k = random() % 200; k > 0; --k) text.push_back(static_cast<char>(random()));
    texts.push_back(text);
  }
  constexpr const char* kPieces[] = {
      "Main", "St", "12", "4B", ",", " ", "\n", "NY", "10001", "(", ")", "#", "\xe2\x84\x96", "Pune411045",
      "\xe6\x9d\xb1\xe4\xba\xac\xe9\x83\xbd", "-", "/", "No.", "Block", ";", "\xc3\x9f", "\xef\xac\x81"};
  for (int i = 0; i < 120; ++i) {
    std::string text;
    for (uint32_t k = random() % 60; k > 0; --k) {
      text += kPieces[random() % std::size(kPieces)];
      if (random() % 2 == 0) text += ' ';
    }
    texts.push_back(text);
  }
  return texts;
}

}  // namespace cuda_test
