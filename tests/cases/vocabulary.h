// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/cases/case_file.h"

namespace resmap::cases {

// Why a case does not hold, or cannot be read: a sentence, and the line at which it stands.
class CaseFailure : public std::runtime_error {
 public:
  CaseFailure(const Line& line, const std::string& sentence)
      : std::runtime_error("line " + std::to_string(line.number) + ": " + sentence) {}
};

// The verbs of one floor, and what `expect` may ask about them. One object lives as long as one case runs.
class Vocabulary {
 public:
  Vocabulary() = default;
  Vocabulary(const Vocabulary&) = delete;
  Vocabulary& operator=(const Vocabulary&) = delete;
  virtual ~Vocabulary() = default;

  // Does what the line says; false: the verb is none of this vocabulary's. Throws CaseFailure.
  virtual bool act(const Line& line) = 0;
  // Holds the line, whose first word is `expect`, against what was done; false: it asks about something else.
  virtual bool expect(const Line& line) = 0;
  // After the last line: what the case left unsaid although it has to be whole.
  virtual void finish() {}
};

// Every floor's, in the order of the floors.
[[nodiscard]] std::vector<std::unique_ptr<Vocabulary>> vocabularies();

// Throws CaseFailure unless `holds`.
inline void require(bool holds, const Line& line, const std::string& sentence) {
  if (!holds) throw CaseFailure(line, sentence);
}

// `line.words[index]`, or a CaseFailure that says what is missing.
[[nodiscard]] inline const std::string& word(const Line& line, std::size_t index, const char* what) {
  require(index < line.words.size(), line, std::string("here should stand ") + what);
  return line.words[index];
}

}  // namespace resmap::cases
