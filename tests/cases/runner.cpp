// SPDX-License-Identifier: MIT
#include "tests/cases/runner.h"

#include <algorithm>

#include "tests/cases/arbiter_words.h"
#include "tests/cases/check_words.h"
#include "tests/cases/claim_words.h"
#include "tests/cases/list_words.h"
#include "tests/cases/pnp_words.h"
#include "tests/cases/range_words.h"

namespace resmap::cases {

std::vector<std::unique_ptr<Vocabulary>> vocabularies() {
  std::vector<std::unique_ptr<Vocabulary>> all;
  all.push_back(list_words());
  all.push_back(range_words());
  all.push_back(pnp_words());  // before check_words: both look at the machine
  all.push_back(check_words());
  all.push_back(arbiter_words());
  all.push_back(claim_words());
  return all;
}

void run_case(std::string_view text) {
  const auto known = vocabularies();
  bool expects = false;
  for (const Line& line : read_case(text)) {
    const bool expectation = line.words.front() == "expect";
    expects = expects || expectation;
    const bool taken = std::any_of(known.begin(), known.end(), [&](const auto& words) {
      return expectation ? words->expect(line) : words->act(line);
    });
    require(taken, line, "nobody knows what \"" + line.rest(0) + "\" means");
  }
  for (const auto& words : known) words->finish();
  if (!expects) throw std::runtime_error("the case expects nothing");
}

}  // namespace resmap::cases
