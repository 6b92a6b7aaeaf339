// reports/html.cpp: the body by md4c, the frame and style here.
#include "reports/html.hpp"

#include <fmt/format.h>
#include <md4c-html.h>

#include <limits>

namespace kith::reports {
namespace {

constexpr std::string_view kStyle = R"css(
:root { color-scheme: light; }
body { max-width: 62rem; margin: 2.5rem auto; padding: 0 1.25rem; color: #1d2126; background: #fff;
  font: 1rem/1.6 "Source Sans 3", "Helvetica Neue", Arial, "Noto Sans CJK SC", "Noto Sans SC", "PingFang SC",
  "Hiragino Sans GB", "Microsoft YaHei", "WenQuanYi Micro Hei", sans-serif; }
h1, h2, h3 { line-height: 1.25; margin: 2rem 0 0.75rem; }
h1 { font-size: 1.8rem; border-bottom: 2px solid #1f5f8b; padding-bottom: 0.4rem; margin-top: 0; }
h2 { font-size: 1.35rem; } h3 { font-size: 1.1rem; }
a { color: #1f5f8b; }
table { border-collapse: collapse; margin: 0.75rem 0 1.5rem; width: 100%; font-size: 0.92rem; line-height: 1.4;
  font-variant-numeric: tabular-nums; }
th, td { padding: 0.35rem 0.6rem; border-bottom: 1px solid #dde2e7; vertical-align: top; text-align: left; }
th { border-bottom: 2px solid #9aa7b3; background: #f5f7f9; }
tbody tr:nth-child(even) { background: #fafbfc; }
[align="right"] { text-align: right; white-space: nowrap; }
code, pre { font-family: "JetBrains Mono", Menlo, Consolas, "Noto Sans Mono CJK SC", monospace; font-size: 0.88em; }
pre { background: #f5f7f9; padding: 0.8rem 1rem; overflow-x: auto; border-radius: 4px; }
blockquote { margin: 1rem 0; padding: 0.1rem 1rem; border-left: 4px solid #c0392b; background: #fdf3f2; }
@media print {
  body { max-width: none; margin: 0; padding: 0; font-size: 10pt; }
  thead { display: table-header-group; } tr { break-inside: avoid; } h1, h2, h3 { break-after: avoid; }
  a { color: inherit; text-decoration: none; } pre { white-space: pre-wrap; }
}
)css";

}  // namespace

std::string escape_html(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      default:
        escaped += c;
    }
  }
  return escaped;
}

Result<std::string> html_page(std::string_view markdown, std::string_view title, std::string_view language) {
  if (markdown.size() > std::numeric_limits<MD_SIZE>::max()) {
    return Error{ErrorKind::kData, "a report of more than 4 GiB has no HTML form"};
  }
  std::string body;
  const auto append = [](const MD_CHAR* text, MD_SIZE size, void* out) {
    static_cast<std::string*>(out)->append(text, size);
  };
  if (md_html(markdown.data(), static_cast<MD_SIZE>(markdown.size()), append, &body, MD_DIALECT_GITHUB, 0) != 0) {
    return Error{ErrorKind::kInternal, "the report could not be turned into HTML"};
  }
  return fmt::format(
      "<!DOCTYPE html>\n<html{}>\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{}</title>\n<style>{}</style>\n"
      "</head>\n<body>\n{}</body>\n</html>\n",
      language.empty() ? std::string() : fmt::format(" lang=\"{}\"", escape_html(language)), escape_html(title), kStyle,
      body);
}

}  // namespace kith::reports
