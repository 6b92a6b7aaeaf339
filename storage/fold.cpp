// storage/fold.cpp: deltas into block versions, on demand and at closing.
#include "storage/durable_record.hpp"
#include "storage/store_impl.hpp"

namespace kith::storage {

Status fold_blocks(Core& core) {
  // One batch per so many blocks: each is right by itself, since a block's contents do not change.
  constexpr std::size_t kBlocksPerBatch = 256;
  const AsOf at = core.appended->as_of();
  const std::vector<BlockId> blocks = core.directory.blocks_with_deltas();
  for (std::size_t begin = 0; begin < blocks.size(); begin += kBlocksPerBatch) {
    Batch batch;
    const std::size_t end = std::min(blocks.size(), begin + kBlocksPerBatch);
    for (std::size_t i = begin; i < end; ++i) KITH_CHECK_OK(core.blocks.put_folded(batch, blocks[i], at));
    KITH_CHECK_OK(core.backend->append(batch));
    for (std::size_t i = begin; i < end; ++i) core.directory.record_fold(blocks[i], at.commit);
  }
  return {};
}

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
