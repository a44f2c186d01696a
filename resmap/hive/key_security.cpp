// SPDX-License-Identifier: MIT
#include "resmap/hive/key_security.h"

#include <array>
#include <span>

#include "resmap/base/bytes.h"

namespace resmap::hive {

namespace {

// S-1-<authority>-<parts...>
struct Sid {
  std::uint8_t authority;
  std::array<std::uint32_t, 2> parts;
  std::size_t count;

  [[nodiscard]] std::size_t size() const { return 8 + 4 * count; }
};
constexpr Sid kEveryone{1, {0}, 1};              // WD
constexpr Sid kSystem{5, {18}, 1};               // SY
constexpr Sid kAdministrators{5, {32, 544}, 2};  // BA

constexpr std::uint32_t kAllAccess = 0xF003F;  // KEY_ALL_ACCESS
constexpr std::uint32_t kRead = 0x20019;       // KEY_READ
struct Entry {
  Sid who;
  std::uint32_t may;
};
constexpr std::array kEntries = {Entry{kSystem, kAllAccess}, Entry{kAdministrators, kAllAccess},
                                 Entry{kEveryone, kRead}};

constexpr std::uint16_t kControl = 0x8004;           // SE_SELF_RELATIVE, SE_DACL_PRESENT
constexpr std::uint8_t kContainerInherit = 2;        // CONTAINER_INHERIT_ACE
constexpr std::size_t kHeader = 20, kAclHeader = 8;  // bytes

class Writer {
 public:
  template <typename Word>
  void word(Word word) {
    bytes_.resize(bytes_.size() + sizeof word);
    store_le(&bytes_[bytes_.size() - sizeof word], word);
  }
  void sid(const Sid& sid) {
    word(std::uint8_t{1});  // revision
    word(static_cast<std::uint8_t>(sid.count));
    bytes_.insert(bytes_.end(), 5, 0);  // the authority: six bytes, big-endian
    word(sid.authority);
    for (const std::uint32_t part : std::span(sid.parts).first(sid.count)) word(part);
  }
  std::vector<std::uint8_t> take() { return std::move(bytes_); }

 private:
  std::vector<std::uint8_t> bytes_;
};

}  // namespace

std::vector<std::uint8_t> key_security() {
  std::size_t acl = kAclHeader;
  for (const Entry& entry : kEntries) acl += 8 + entry.who.size();
  const std::size_t owner = kHeader + acl, group = owner + kAdministrators.size();

  Writer out;
  out.word(std::uint8_t{1});  // revision
  out.word(std::uint8_t{0});
  out.word(kControl);
  out.word(static_cast<std::uint32_t>(owner));
  out.word(static_cast<std::uint32_t>(group));
  out.word(std::uint32_t{0});  // no audit list
  out.word(static_cast<std::uint32_t>(kHeader));

  out.word(std::uint16_t{2});  // ACL_REVISION
  out.word(static_cast<std::uint16_t>(acl));
  out.word(static_cast<std::uint32_t>(kEntries.size()));
  for (const Entry& entry : kEntries) {
    out.word(std::uint8_t{0});  // ACCESS_ALLOWED_ACE_TYPE
    out.word(kContainerInherit);
    out.word(static_cast<std::uint16_t>(8 + entry.who.size()));
    out.word(entry.may);
    out.sid(entry.who);
  }
  out.sid(kAdministrators);
  out.sid(kSystem);
  return out.take();
}

}  // namespace resmap::hive
