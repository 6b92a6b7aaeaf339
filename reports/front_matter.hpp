// reports/front_matter.hpp: the YAML at the head of a report. Only front_matter.cpp includes yaml-cpp.
#pragma once

#include <string_view>

#include "reports/parse.hpp"

namespace kith::reports {

/// Reads title, lang and params out of `yaml` into `source`. Errors: kData with the line.
Status parse_front_matter(std::string_view yaml, ReportSource& source);

}  // namespace kith::reports
