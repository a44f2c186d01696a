// SPDX-License-Identifier: MIT
#include "tests/cases/list_words.h"

#include <optional>

#include "resmap/lists/cm_list.h"
#include "resmap/lists/cm_list_builder.h"
#include "resmap/lists/io_list.h"
#include "resmap/lists/io_list_builder.h"
#include "resmap/lists/resource_words.h"
#include "resmap/report/decoded_value.h"
#include "resmap/report/rule_words.h"

namespace resmap::cases {

namespace {

std::string hex_of(Bytes bytes) {
  TextWriter out;
  out.hex_bytes(bytes);
  return std::string(out.view());
}

std::vector<std::uint8_t> bytes_from(const Line& line, std::size_t first) {
  std::string digits;
  for (std::size_t i = first; i < line.words.size(); ++i) digits += line.words[i];
  require(digits.size() % 2 == 0, line, "hexadecimal digits come in pairs");
  std::vector<std::uint8_t> bytes;
  for (std::size_t i = 0; i < digits.size(); i += 2) {
    std::size_t used = 0;
    const unsigned long byte = std::stoul(digits.substr(i, 2), &used, 16);
    require(used == 2, line, "these are no hexadecimal digits");
    bytes.push_back(static_cast<std::uint8_t>(byte));
  }
  return bytes;
}

template <typename T>
T value_of(const Result<T>& result, const Line& line) {
  if (!result) throw CaseFailure(line, report::error_sentence(result.error()));
  return *result;
}

class ListWords final : public Vocabulary {
 public:
  bool act(const Line& line) override {
    const std::string& verb = line.words.front();
    if (verb == "list") {
      registry_type_ = static_cast<std::uint32_t>(std::stoul(word(line, 1, "8, 9 or 10")));
      take(bytes_from(line, 2));
    } else if (verb == "claims") {
      make_claims(line);
    } else if (verb == "requirements") {
      make_requirements(line);
    } else {
      return false;
    }
    return true;
  }

  bool expect(const Line& line) override {
    const std::string& what = word(line, 1, "what is expected");
    const bool ours = what == "layout" || what == "descriptor" || what == "bytes" || what == "finding" ||
                      (what == "no" && word(line, 2, "of what there is none") == "finding");
    if (!ours) return false;
    require(value_.has_value(), line, "there is no list yet");
    if (what == "layout") {
      expect_layout(line);
    } else if (what == "descriptor") {
      expect_descriptor(line);
    } else if (what == "bytes") {
      const std::string wanted = hex_of(bytes_from(line, 2));
      require(hex_of(bytes_) == wanted, line, "the bytes are " + hex_of(bytes_));
    } else if (what == "finding") {
      expect_finding(line);
    } else {
      require(value_->findings.empty(), line, "there is a finding: " + words_of(0));
      last_ = line;
    }
    return true;
  }

  // A case that names one finding names all.
  void finish() override {
    if (findings_named_ == 0 || !value_) return;
    require(findings_named_ == value_->findings.size(), last_, "there is one more: " + words_of(findings_named_));
  }

 private:
  void take(std::vector<std::uint8_t> bytes) {
    bytes_ = std::move(bytes);
    value_ = report::decode_value("", "", registry_type_, bytes_);
    findings_named_ = 0;
  }

  void make_claims(const Line& line) {
    const auto layout = word(line, 1, "16 or 20") == "16" ? lists::CmLayout::x86 : lists::CmLayout::x64;
    lists::CmResourceListBuilder build(lists::CmForm::resource_list, layout);
    lists::CmFullHeader header{};
    header.interface_type = lists::InterfaceType::internal;
    header.version = header.revision = 1;
    require(build.begin_full(header).has_value(), line, "it cannot be begun");
    for (std::size_t i = 2; i < line.words.size(); ++i) {
      const auto added = build.add(value_of(lists::parse_claim(line.words[i], layout), line));
      require(added.has_value(), line, "it cannot be added");
    }
    const Bytes list = value_of(build.finish(), line);
    registry_type_ = 8;
    take({list.begin(), list.end()});
  }

  void make_requirements(const Line& line) {
    lists::IoRequirementsHeader header{};
    header.interface_type = lists::InterfaceType::internal;
    lists::IoRequirementsListBuilder build(header);
    Array<lists::IoDescriptor> groups;
    const auto end_configuration = [&] {
      const bool built = build.begin_configuration().has_value() && build.add_all(groups).has_value();
      require(built, line, "it cannot be built");
      groups.truncate(0);
    };
    for (std::size_t i = 1; i < line.words.size(); ++i) {
      if (line.words[i] == "or") {
        end_configuration();
        continue;
      }
      const auto added = lists::parse_requirement(line.words[i], groups);
      if (!added) throw CaseFailure(line, report::error_sentence(added.error()));
    }
    end_configuration();
    const Bytes list = value_of(build.finish(), line);
    registry_type_ = 10;
    take({list.begin(), list.end()});
  }

  void expect_layout(const Line& line) {
    require(value_->layout.has_value(), line, "a requirements list has one layout only");
    const std::string wanted = word(line, 2, "16, 20 or both");
    const std::string found =
        value_->layout->ambiguous ? "both" : std::to_string(lists::size_of(value_->layout->layout));
    require(found == wanted, line, "the layout is " + found);
  }

  void expect_descriptor(const Line& line) {
    const std::size_t index = std::stoul(word(line, 2, "the number of a descriptor"));
    const std::string& wanted = word(line, 3, "a resource word");
    const std::string found = registry_type_ == 10 ? requirement_at(index, line) : claim_at(index, line);
    // Both as the printer writes them, since one descriptor has many words.
    require(found == normal(wanted, line), line, "descriptor " + std::to_string(index) + " is " + found);
  }

  std::string normal(const std::string& text, const Line& line) const {
    TextWriter out;
    if (registry_type_ == 10) {
      Array<lists::IoDescriptor> group;
      const auto read = lists::parse_requirement(text, group);
      if (!read) throw CaseFailure(line, report::error_sentence(read.error()));
      lists::print_requirement(out, {group.data(), group.size()});
    } else {
      const auto claim = value_of(lists::parse_claim(text, value_->layout->layout), line);
      lists::print_claim(out, claim.view());
    }
    return std::string(out.view());
  }

  std::string claim_at(std::size_t index, const Line& line) const {
    lists::CmWalker walk(bytes_, value_->form(), value_->layout->layout);
    std::size_t at = 0;
    for (auto step = walk.next(); step && step->kind != lists::CmStep::Kind::end; step = walk.next()) {
      if (step->kind == lists::CmStep::Kind::full_descriptor || at++ != index) continue;
      TextWriter out;
      lists::print_claim(out, step->view());
      return std::string(out.view());
    }
    throw CaseFailure(line, "there are only " + std::to_string(at) + " descriptors");
  }

  std::string requirement_at(std::size_t index, const Line& line) const {
    lists::IoWalker walk(bytes_);
    std::size_t at = 0;
    for (auto step = walk.next(); step && step->kind != lists::IoStep::Kind::end; step = walk.next()) {
      if (step->kind == lists::IoStep::Kind::list || at++ != index) continue;
      const lists::IoDescriptor one[] = {lists::IoDescriptor(step->view())};
      TextWriter out;
      lists::print_requirement(out, one);
      return std::string(out.view());
    }
    throw CaseFailure(line, "there are only " + std::to_string(at) + " descriptors");
  }

  std::string words_of(std::size_t finding) const {
    if (finding >= value_->findings.size()) return "none";
    const lists::Finding& found = value_->findings[finding];
    return report::rule_id(found.rule) + " at " + std::to_string(found.offset);
  }

  void expect_finding(const Line& line) {
    const std::string wanted = line.rest(2);
    require(findings_named_ < value_->findings.size(), line, "there is no further finding");
    require(words_of(findings_named_) == wanted, line, "the finding is " + words_of(findings_named_));
    ++findings_named_;
    last_ = line;
  }

  std::uint32_t registry_type_ = 8;
  std::vector<std::uint8_t> bytes_;
  std::optional<report::DecodedValue> value_;
  std::size_t findings_named_ = 0;
  Line last_;
};

}  // namespace

std::unique_ptr<Vocabulary> list_words() { return std::make_unique<ListWords>(); }

}  // namespace resmap::cases
