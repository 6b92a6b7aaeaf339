// cli/line_editor.cpp: libedit. Ctrl-C reaches it as a key, not as a signal, because its reads survive signals.
#include "cli/line_editor.hpp"

#include <histedit.h>

#include <cstdio>
#include <cstdlib>
#include <system_error>
#include <utility>

namespace kith::cli {

class LineEditor::Implementation {
 public:
  explicit Implementation(std::filesystem::path file) : history_file(std::move(file)) {
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

  std::filesystem::path history_file;
  History* history = nullptr;
  HistEvent event{};
  EditLine* editor = nullptr;
  std::string prompt;
  bool is_interrupted = false;
};

LineEditor::LineEditor(std::filesystem::path history_file)
    : implementation_(std::make_unique<Implementation>(std::move(history_file))) {}
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
