// SPDX-License-Identifier: MIT
#include "apps/resmap/help.h"

namespace resmap::app {

namespace {

struct Examples {
  std::string_view verb;
  std::string_view lines;
};

constexpr Examples kExamples[] = {
    {"resmap",
     "  resmap check SYSTEM                          is this machine's hive sane, and if not, where\n"
     "  resmap check spec/machines/q35-ovmf          the same for a captured Linux machine\n"
     "  resmap decode SYSTEM --json                  every resource list of a hive, to the byte\n"
     "  resmap show 'ACPI\\PNP0501\\*' SYSTEM          all about the serial ports\n"},
    {"check",
     "  resmap check SYSTEM                          a Windows machine, from its SYSTEM hive\n"
     "  resmap check machine.tar.xz                  a Linux machine, as tools/capture-machine packs it\n"
     "  resmap check iomem.txt ioports.txt           what two files alone can tell\n"
     "  resmap check live                            this machine (Linux; as root all of it)\n"
     "  xz -dc SYSTEM.xz | resmap check -            from standard input, whatever it holds\n"
     "  resmap check --json SYSTEM | jq 'select(.record==\"conflict\" and .overlap==\"conflict\")'\n"},
    {"decode",
     "  resmap decode SYSTEM --json                  every value of type 8, 9 and 10 of all control sets\n"
     "  resmap decode SYSTEM --key 'ControlSet001\\Enum\\ACPI\\PNP0501'\n"
     "  resmap decode SYSTEM --key 'CurrentControlSet\\Control\\Arbiters'\n"
     "  resmap decode export.reg --debugger          as !cmreslist and !ioreslist print\n"
     "  echo '01000000 0f000000 ...' | resmap decode - --type 8\n"
     "  resmap decode SYSTEM --json | resmap encode  the same bytes again\n"},
    {"encode",
     "  resmap decode SYSTEM --json | resmap encode  one {key, name, hex} a line\n"
     "  resmap encode port:0x3f8-0x3ff,16-bit irq:4,latched\n"},
    {"lint",
     "  resmap lint SYSTEM                           errors and warnings, each with rule and byte\n"
     "  resmap lint broken.reg --json\n"},
    {"list",
     "  resmap list SYSTEM                           memory, ports, interrupts, DMA, buses\n"
     "  resmap list --type port SYSTEM\n"},
    {"tree",
     "  resmap tree SYSTEM                           devices that have to do with resources\n"
     "  resmap tree --all SYSTEM                     all of them\n"},
    {"show",
     "  resmap show 00:1f.3 spec/machines/q35-ovmf\n"
     "  resmap show 'ACPI\\PNP0501\\*' SYSTEM\n"
     "  resmap show mem:0xfe000000+64K SYSTEM        whoever holds a part of it\n"
     "  resmap show driver:Serial SYSTEM\n"},
    {"conflicts",
     "  resmap conflicts SYSTEM                      conflicts apart from legal sharing\n"
     "  resmap conflicts --json SYSTEM\n"},
    {"import",
     "  resmap import SYSTEM -o pc.machine.json\n"
     "  resmap import live -o this.machine.json\n"},
    {"assign",
     "  resmap assign SYSTEM                         what Windows gives every device, and how that is known\n"
     "  resmap assign --ignore-boot --trace SYSTEM   as if firmware had configured nothing, step by step\n"
     "  resmap assign --order 00:1f.3,00:02.0 pc.machine\n"
     "  resmap assign --policy retry=below --json SYSTEM\n"},
    {"claim",
     "  resmap claim --store pc.store --driver serial --device '\\Device\\Serial0' port:0x3f8+8 irq:4,latched\n"
     "  resmap claim --store pc.store --driver video --override mem:0xa0000+128K\n"},
    {"release", "  resmap release --store pc.store --driver serial --device '\\Device\\Serial0'\n"},
    {"claims", "  resmap claims --store pc.store               class, driver, device and what each holds\n"},
    {"events", "  resmap events --store pc.store --json --follow\n"},
};

}  // namespace

std::string examples_of(std::string_view verb) {
  for (const Examples& examples : kExamples) {
    if (examples.verb == verb) return std::string(examples.lines);
  }
  return {};
}

}  // namespace resmap::app
