// reports/html.hpp: Markdown to a page that stands alone. Only html.cpp includes md4c.
#pragma once

#include <string>
#include <string_view>

#include <kith/error.hpp>

namespace kith::reports {

/// A whole HTML5 page, its style embedded: tables, print, fonts for Chinese. Errors: kInternal, when memory ran out.
Result<std::string> html_page(std::string_view markdown, std::string_view title, std::string_view language);

/// Text between tags or in quotes.
std::string escape_html(std::string_view text);

}  // namespace kith::reports
