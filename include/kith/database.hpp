// kith/database.hpp: open a database, connect, query. Every call that throws kith::Error has a try_ twin that returns
// it.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <kith/graph_view.hpp>
#include <kith/query_result.hpp>

namespace kith {

enum class Durability : std::uint8_t {
  kFull,     ///< A commit returns when it is on disk.
  kRelaxed,  ///< A commit returns when it is in the log's buffer; a power cut may lose the last ones, never half of
             ///< one.
};

struct DatabaseOptions {
  bool read_only = false;
  bool create_if_missing = true;
  std::size_t memory_limit = 0;  ///< Bytes for cache and queries together; 0: half of the machine's memory.
  unsigned threads = 0;          ///< Threads a query may use; 0: as many as the machine has.
  Durability durability = Durability::kFull;
  std::uint32_t lock_timeout_ms = 10'000;  ///< How long a write waits for the writer before it.
  /// Where LOAD CSV may read: 'file:///a.csv' is the file a.csv in it. Empty: LOAD CSV is refused.
  std::filesystem::path import_directory = {};
};

/// Set from any thread to stop the queries that were given it.
class CancelToken {
 public:
  void cancel() { cancelled_.store(true, std::memory_order_relaxed); }
  bool is_cancelled() const { return cancelled_.load(std::memory_order_relaxed); }

 private:
  std::atomic<bool> cancelled_{false};
};

struct QueryOptions {
  std::uint32_t timeout_ms = 0;         ///< 0: none.
  const CancelToken* cancel = nullptr;  ///< Must outlive the call.
  std::size_t memory_limit = 0;         ///< 0: what the database allows.
  unsigned threads = 0;                 ///< 0: what the database allows.
};

class Connection;
class Transaction;
class PreparedQuery;
class Cursor;
class BulkLoader;
class DatabaseImplementation;

/// A database on disk. Copies share it; it closes with the last of them and of its connections. Threads: any number.
class Database {
 public:
  /// Opens; creates where the directory is missing or empty. One process at a time may have a database open to write,
  /// or several with `read_only`. Errors: kDatabaseInUse, also when this process has it open; kFormatVersion; kIo, also
  /// for a directory that is not a Kith database; kCorruption.
  static Database open(const std::filesystem::path& path, const DatabaseOptions& options = {});
  static Result<Database> try_open(const std::filesystem::path& path, const DatabaseOptions& options = {});

  Connection connect() const;
  const std::shared_ptr<DatabaseImplementation>& implementation() const { return implementation_; }

 private:
  friend class Connection;
  explicit Database(std::shared_ptr<DatabaseImplementation> implementation)
      : implementation_(std::move(implementation)) {}
  std::shared_ptr<DatabaseImplementation> implementation_;
};

/// Cheap. Threads: one at a time; take a connection per thread.
class Connection {
 public:
  /// Runs one statement to its end and commits what it wrote; on an error nothing of it stays.
  QueryResult query(std::string_view text, const Parameters& parameters = {}, const QueryOptions& options = {});
  Result<QueryResult> try_query(std::string_view text, const Parameters& parameters = {},
                                const QueryOptions& options = {});

  /// A cursor over the rows of a query that only reads; it pins its snapshot until dropped.
  Cursor stream(std::string_view text, const Parameters& parameters = {}, const QueryOptions& options = {});
  Result<Cursor> try_stream(std::string_view text, const Parameters& parameters = {}, const QueryOptions& options = {});

  PreparedQuery prepare(std::string_view text);
  Result<PreparedQuery> try_prepare(std::string_view text);

  /// A write transaction: waits for the writer before it, as long as lock_timeout_ms.
  Transaction begin();
  Result<Transaction> try_begin();
  /// A transaction that reads one snapshot.
  Transaction begin_read();
  Result<Transaction> try_begin_read();

  /// A snapshot's nodes and relationships as a dense graph. Throws kLabelNotFound for a type or label never used.
  GraphView graph_view(const GraphViewOptions& options = {});
  Result<GraphView> try_graph_view(const GraphViewOptions& options = {});

  Database database() const { return Database(database_); }

 private:
  friend class Database;
  explicit Connection(std::shared_ptr<DatabaseImplementation> database) : database_(std::move(database)) {}
  std::shared_ptr<DatabaseImplementation> database_;
};

/// Several statements as one: all of them, or none. Rolls back when dropped. After a statement failed only rollback is
/// left.
class Transaction {
 public:
  class Implementation;
  explicit Transaction(std::unique_ptr<Implementation> implementation);
  Transaction(Transaction&&) noexcept;
  Transaction& operator=(Transaction&&) noexcept;
  ~Transaction();

  /// Sees the transaction's own writes.
  QueryResult query(std::string_view text, const Parameters& parameters = {}, const QueryOptions& options = {});
  Result<QueryResult> try_query(std::string_view text, const Parameters& parameters = {},
                                const QueryOptions& options = {});
  /// A cursor over the transaction's snapshot. Only in a transaction that reads (kUsage).
  Cursor stream(std::string_view text, const Parameters& parameters = {}, const QueryOptions& options = {});
  Result<Cursor> try_stream(std::string_view text, const Parameters& parameters = {}, const QueryOptions& options = {});
  GraphView graph_view(const GraphViewOptions& options = {});
  Result<GraphView> try_graph_view(const GraphViewOptions& options = {});
  void commit();
  Result<CommitNumber> try_commit();
  void rollback();

 private:
  std::unique_ptr<Implementation> implementation_;
};

/// A statement whose syntax has been checked. Its plan is kept in the database's plan cache, per schema and names of
/// the parameters that are given.
class PreparedQuery {
 public:
  class Implementation;
  explicit PreparedQuery(std::shared_ptr<Implementation> implementation) : implementation_(std::move(implementation)) {}
  QueryResult execute(const Parameters& parameters = {}, const QueryOptions& options = {});
  Result<QueryResult> try_execute(const Parameters& parameters = {}, const QueryOptions& options = {});

 private:
  std::shared_ptr<Implementation> implementation_;
};

/// Rows one batch at a time. Threads: one at a time.
class Cursor {
 public:
  class Implementation;
  explicit Cursor(std::unique_ptr<Implementation> implementation);
  Cursor(Cursor&&) noexcept;
  Cursor& operator=(Cursor&&) noexcept;
  ~Cursor();
  const std::vector<std::string>& columns() const;
  /// The next rows (at most a few thousand), or an empty result at the end.
  QueryResult fetch();
  Result<QueryResult> try_fetch();

 private:
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace kith
