// SPDX-License-Identifier: MIT
#pragma once

#include <cstdio>
#include <string>
#include <vector>

#include "resmap/lists/cm_list.h"
#include "resmap/lists/cm_list_builder.h"
#include "resmap/lists/io_list.h"
#include "resmap/lists/io_list_builder.h"

// Lists as short lines, so that a test shows what it expects: "1:1:80 mem 1000/1 fea00000-fea00fff" is option, share and flags,
// then length, alignment and bounds; a boot list has "1:80 mem fea00000/1000".
namespace resmap::buses::testing_support {

using Lines = std::vector<std::string>;

inline std::string text_of(const lists::IoDescriptorView& d) {
  char line[128];
  const auto ull = [](std::uint64_t number) { return static_cast<unsigned long long>(number); };
  const unsigned option = d.option(), share = static_cast<unsigned>(d.share()), flags = d.flags();
  const int head = std::snprintf(line, sizeof line, "%u:%u:%x ", option, share, flags);
  char* const rest = line + head;
  const std::size_t room = sizeof line - static_cast<std::size_t>(head);
  switch (d.type()) {
    case lists::ResourceType::null: return "null";
    case lists::ResourceType::device_private:
      std::snprintf(line, sizeof line, "tag %u %u", d.data(0), d.data(1));
      break;
    case lists::ResourceType::interrupt:
      if (d.is_message())
        std::snprintf(rest, room, "messages %llu", ull(d.message_count()));
      else
        std::snprintf(rest, room, "irq %u-%u", d.minimum_vector(), d.maximum_vector());
      break;
    case lists::ResourceType::dma:
      std::snprintf(rest, room, "dma %u-%u", d.minimum_channel(), d.maximum_channel());
      break;
    default:
      std::snprintf(rest, room, "%s %llx/%llx %llx-%llx", d.type() == lists::ResourceType::port ? "io" : "mem",
                    ull(d.length()), ull(d.alignment()), ull(d.minimum()), ull(d.maximum()));
  }
  return line;
}

inline std::string text_of(const lists::CmDescriptorView& d) {
  char line[128];
  const auto ull = [](std::uint64_t number) { return static_cast<unsigned long long>(number); };
  const unsigned share = static_cast<unsigned>(d.share()), flags = d.flags();
  if (lists::is_address(d.type()))
    std::snprintf(line, sizeof line, "%u:%x %s %llx/%llx", share, flags,
                  d.type() == lists::ResourceType::port ? "io" : "mem", ull(d.start()), ull(d.length()));
  else if (d.type() == lists::ResourceType::interrupt)
    std::snprintf(line, sizeof line, "%u:%x irq %u %u %llx", share, flags, unsigned{d.level()}, d.vector(),
                  ull(d.affinity()));
  else
    std::snprintf(line, sizeof line, "%u:%x dma %u", share, flags, d.channel());
  return line;
}

// The configurations of a list that was made; none where making it failed.
inline std::vector<Lines> configurations(Result<lists::IoRequirementsListBuilder> list) {
  std::vector<Lines> all;
  if (!list) return all;
  const auto view = lists::IoRequirementsListView::over(*list->finish());
  if (!view) return all;
  for (const lists::IoConfigurationView configuration : *view) {
    Lines& lines = all.emplace_back();
    for (const lists::IoDescriptorView each : configuration) lines.push_back(text_of(each));
  }
  return all;
}

inline Lines boot_lines(Result<lists::CmResourceListBuilder> list, lists::CmLayout layout = lists::CmLayout::x64) {
  Lines lines;
  if (!list) return lines;
  const auto view = lists::CmResourceListView::over(*list->finish(), lists::CmForm::resource_list, layout);
  if (!view) return lines;
  for (const lists::CmFullDescriptorView full : *view)
    for (const lists::CmDescriptorView each : full) lines.push_back(text_of(each));
  return lines;
}

}  // namespace resmap::buses::testing_support
