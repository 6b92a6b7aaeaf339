// cli/line_editor.hpp: a line of the user's at the terminal. Only line_editor.cpp includes libedit.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace kith::cli {

/// Editing keys as ~/.editrc has them, and a history kept in a file.
class LineEditor {
 public:
  enum class Outcome : std::uint8_t { kLine, kInterrupted, kEnd };

  /// The words that may stand where the cursor is, given the line up to there; those that begin otherwise than the word
  /// under way are passed over.
  using Completer = std::function<std::vector<std::string>(std::string_view line)>;

  LineEditor(std::filesystem::path history_file, Completer completer);
  ~LineEditor();
  LineEditor(const LineEditor&) = delete;
  LineEditor& operator=(const LineEditor&) = delete;

  /// Reads a line, its end included. kInterrupted: Ctrl-C; kEnd: Ctrl-D on an empty line.
  Outcome read(const std::string& prompt, std::string& line);
  /// For the arrow keys, now and next time.
  void remember(const std::string& text);

  class Implementation;

 private:
  std::unique_ptr<Implementation> implementation_;
};

/// $XDG_STATE_HOME/kith/history, by default in ~/.local/state; empty when there is no home.
std::filesystem::path history_file();

}  // namespace kith::cli
