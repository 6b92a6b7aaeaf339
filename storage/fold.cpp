// storage/fold.cpp: deltas into block versions, on demand and at closing.
#include "storage/durable_record.hpp"
#include "storage/store_impl.hpp"

namespace kith::storage {

Status fold_blocks(Core& core, std::span<const BlockId> blocks) {
  // One batch per so many blocks: each is right by itself, since a block's contents do not change.
  constexpr std::size_t kBlocksPerBatch = 256;
  const AsOf at = core.appended->as_of();
  for (std::size_t begin = 0; begin < blocks.size(); begin += kBlocksPerBatch) {
    Batch batch;
    std::vector<BlockId> folded;
    for (const BlockId& id : blocks.subspan(begin, std::min(blocks.size() - begin, kBlocksPerBatch))) {
      if (core.directory.deltas_of(id).commits.empty()) continue;
      KITH_CHECK_OK(core.blocks.put_folded(batch, id, at));
      folded.push_back(id);
    }
    if (folded.empty()) continue;
    KITH_CHECK_OK(core.backend->append(batch));
    for (const BlockId& id : folded) core.directory.record_fold(id, at.commit);
  }
  return {};
}

Status fold_blocks(Core& core) { return fold_blocks(core, core.directory.blocks_with_deltas()); }

Status StoreImpl::fold_all() {
  KITH_CHECK_OK(acquire(std::chrono::hours(24)));
  Status status = [&]() -> Status {
    KITH_CHECK_OK(core_->commits.wait_durable(core_->appended->commit, *core_->backend));
    KITH_CHECK_OK(fold_blocks(*core_));
    auto statistics = std::make_shared<Statistics>(*core_->appended->statistics);
    KITH_CHECK_OK(refresh_estimates(*core_, *core_->appended, *statistics));
    auto after = std::make_shared<State>(*core_->appended);
    after->statistics = std::move(statistics);
    Batch batch;
    put_state(batch, *after, *core_->appended);
    batch.set_log_note(durable_mark(core_->commits.durable()));
    KITH_CHECK_OK(core_->backend->append(batch));
    KITH_CHECK_OK(core_->commits.sync(*core_->backend));
    write_durable_record(core_->path, after->commit);
    after->backend = core_->backend->snapshot();
    core_->appended = after;
    core_->commits.publish(std::move(after));
    return {};
  }();
  core_->write_lock.release();
  return status;
}

}  // namespace kith::storage
