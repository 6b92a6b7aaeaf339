// cli/line_editor.cpp: libedit. Ctrl-C reaches it as a key, not as a signal, because its reads survive signals.
#include "cli/line_editor.hpp"

#include <histedit.h>

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <cstdlib>
#include <system_error>
#include <utility>

#include <kith/display_width.hpp>

namespace kith::cli {

namespace {

bool is_word_byte(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return std::isalnum(byte) != 0 || c == '_' || byte >= 0x80;
}

bool same_letter(char left, char right) {
  return std::tolower(static_cast<unsigned char>(left)) == std::tolower(static_cast<unsigned char>(right));
}

/// Keywords are found in any case.
bool begins_with(std::string_view word, std::string_view beginning) {
  return word.size() >= beginning.size() && std::equal(beginning.begin(), beginning.end(), word.begin(), same_letter);
}

std::string_view common_beginning(std::string_view left, std::string_view right) {
  const auto [end, other] = std::mismatch(left.begin(), left.end(), right.begin(), right.end(), same_letter);
  std::size_t size = static_cast<std::size_t>(end - left.begin());
  while (size > 0 && size < left.size() && (static_cast<unsigned char>(left[size]) & 0xC0) == 0x80) --size;
  return left.substr(0, size);
}

}  // namespace

class LineEditor::Implementation {
 public:
  Implementation(std::filesystem::path file, Completer words)
      : history_file(std::move(file)), completer(std::move(words)) {
    history = ::history_init();
    ::history(history, &event, H_SETSIZE, 1000);
    ::history(history, &event, H_SETUNIQUE, 1);
    if (!history_file.empty()) {
      std::error_code code;
      std::filesystem::create_directories(history_file.parent_path(), code);
      ::history(history, &event, H_LOAD, history_file.c_str());
    }
    editor = ::el_init("kith", stdin, stdout, stderr);
    ::el_set(editor, EL_CLIENTDATA, this);
    ::el_set(
        editor, EL_PROMPT, +[](EditLine* line) -> char* { return of(line)->prompt.data(); });
    ::el_set(editor, EL_EDITOR, "emacs");
    ::el_set(editor, EL_HIST, ::history, history);
    ::el_set(
        editor, EL_ADDFN, "kith-interrupt", "Discard the statement", +[](EditLine* line, int) -> unsigned char {
          of(line)->is_interrupted = true;
          return CC_NEWLINE;
        });
    ::el_set(editor, EL_BIND, "^C", "kith-interrupt", nullptr);
    ::el_set(
        editor, EL_ADDFN, "kith-complete", "Complete the word",
        +[](EditLine* line, int) -> unsigned char { return of(line)->complete(); });
    ::el_set(editor, EL_BIND, "^I", "kith-complete", nullptr);
    ::el_set(editor, EL_BIND, "^R", "em-inc-search-prev", nullptr);
    ::el_source(editor, nullptr);
    ::el_set(editor, EL_SETTY, "-d", "-isig", nullptr);
  }
  ~Implementation() {
    ::el_end(editor);
    if (!history_file.empty()) ::history(history, &event, H_SAVE, history_file.c_str());
    ::history_end(history);
  }
  Implementation(const Implementation&) = delete;
  Implementation& operator=(const Implementation&) = delete;

  static Implementation* of(EditLine* editor) {
    void* data = nullptr;
    ::el_get(editor, EL_CLIENTDATA, &data);
    return static_cast<Implementation*>(data);
  }

  /// Inserts what all candidates share; when that is nothing, lists them.
  unsigned char complete() {
    const LineInfo* const info = ::el_line(editor);
    const std::string_view line(info->buffer, static_cast<std::size_t>(info->cursor - info->buffer));
    std::size_t begin = line.size();
    while (begin > 0 && is_word_byte(line[begin - 1])) --begin;
    const std::string word(line.substr(begin));
    std::vector<std::string> candidates = completer(line);
    std::erase_if(candidates, [&](const std::string& candidate) { return !begins_with(candidate, word); });
    std::sort(candidates.begin(), candidates.end());
    candidates.erase(std::unique(candidates.begin(), candidates.end()), candidates.end());
    if (candidates.empty()) return CC_ERROR;
    std::string_view shared = candidates.front();
    for (const std::string& candidate : candidates) shared = common_beginning(shared, candidate);
    if (shared.size() > word.size() || (candidates.size() == 1 && shared != word)) {
      // What was typed goes, so that `mat` becomes `MATCH`.
      ::el_deletestr(editor, static_cast<int>(count_code_points(word)));
      ::el_insertstr(editor, std::string(shared).c_str());
      return CC_REFRESH;
    }
    if (candidates.size() == 1) return CC_REFRESH;
    constexpr std::size_t kMostShown = 60;
    std::string list = "\n";
    for (std::size_t i = 0; i < std::min(candidates.size(), kMostShown); ++i) list += candidates[i] + "  ";
    if (candidates.size() > kMostShown) list += "...";
    std::fputs((list + "\n").c_str(), stdout);
    std::fflush(stdout);
    return CC_REDISPLAY;
  }

  std::filesystem::path history_file;
  Completer completer;
  History* history = nullptr;
  HistEvent event{};
  EditLine* editor = nullptr;
  std::string prompt;
  bool is_interrupted = false;
};

LineEditor::LineEditor(std::filesystem::path history_file, Completer completer)
    : implementation_(std::make_unique<Implementation>(std::move(history_file), std::move(completer))) {}
LineEditor::~LineEditor() = default;

LineEditor::Outcome LineEditor::read(const std::string& prompt, std::string& line) {
  implementation_->prompt = prompt;
  implementation_->is_interrupted = false;
  int length = 0;
  const char* const text = ::el_gets(implementation_->editor, &length);
  if (implementation_->is_interrupted) {
    std::fputs("\n", stdout);
    std::fflush(stdout);
    return Outcome::kInterrupted;
  }
  if (text == nullptr || length <= 0) return Outcome::kEnd;
  line.assign(text, static_cast<std::size_t>(length));
  return Outcome::kLine;
}

void LineEditor::remember(const std::string& text) {
  ::history(implementation_->history, &implementation_->event, H_ENTER, text.c_str());
}

std::filesystem::path history_file() {
  if (const char* const state = std::getenv("XDG_STATE_HOME"); state != nullptr && *state == '/') {
    return std::filesystem::path(state) / "kith" / "history";
  }
  const char* const home = std::getenv("HOME");
  if (home == nullptr || *home == '\0') return {};
  return std::filesystem::path(home) / ".local" / "state" / "kith" / "history";
}

}  // namespace kith::cli
