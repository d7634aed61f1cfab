#include "cuda/lane.cuh"

#include <algorithm>
#include <cstdio>
#include <new>

#include "cuda/stages.cuh"

namespace posthaste::cuda {

namespace {

// How long the thread sleeps between two looks at a batch on the device: short at first, so that a small
// batch is not late, then a part of what it has waited for already.
constexpr std::chrono::microseconds kFirstLook{20};
constexpr std::chrono::microseconds kSlowestLook{250};

ph_status say(ph_reason* reason, ph_status status, const char* text) {
  std::snprintf(reason->text, sizeof reason->text, "%s", text);
  return status;
}

}  // namespace

void Health::lose(const ph_reason& reason) {
  const std::lock_guard lock(mutex_);
  if (lost_) return;
  lost_ = true;
  reason_ = reason;
}

ph_status Health::check(ph_reason* reason) const {
  const std::lock_guard lock(mutex_);
  if (!lost_) return PH_OK;
  *reason = reason_;
  return PH_DEVICE_LOST;
}

ph_status Lane::open(const LaneOptions& options, std::shared_ptr<const DeviceModel> model,
                     std::shared_ptr<Health> health, std::shared_ptr<Lane>* lane, ph_reason* reason) {
  std::shared_ptr<Lane> made(new Lane(options, std::move(health)));
  PH_TRY(made->allocate(std::move(model), reason));
  made->thread_ = std::thread([made] { made->loop(); });
  *lane = std::move(made);
  return PH_OK;
}

Lane::Lane(const LaneOptions& options, std::shared_ptr<Health> health)
    : options_(options), health_(std::move(health)), resources_(std::make_unique<Resources>()) {}

Lane::~Lane() = default;

ph_status Lane::allocate(std::shared_ptr<const DeviceModel> model, ph_reason* reason) {
  Resources& all = *resources_;
  all.model = std::move(model);
  PH_TRY(all.in.create(reason));
  PH_TRY(all.work.create(reason));
  PH_TRY(all.out.create(reason));
  PH_TRY(all.workspace.allocate(options_.limits, reason));
  for (uint32_t i = 0; i < options_.queue; ++i) {
    all.slots.push_back(std::make_unique<Slot>());
    Slot& slot = *all.slots.back();
    PH_TRY(slot.staging.allocate(options_.limits, reason));
    PH_TRY(slot.copied.create(reason));
    PH_TRY(slot.done.create(reason));
    PH_TRY(slot.received.create(reason));
  }
  return PH_OK;
}

ph_status Lane::submit(ph_batch* batch, ph_reason* reason) {
  PH_TRY(health_->check(reason));
  const std::unique_lock lock(mutex_);
  if (timed_out_) return say(reason, PH_DEVICE_LOST, "the lane gave no answer in time before");
  if (submitted_ - collected_ == options_.queue)
    return say(reason, PH_BAD_ARGUMENT, "the lane holds as many batches as it can");
  Slot& next = slot(submitted_);
  try {
    next.staging.take(*batch);
  } catch (const std::bad_alloc&) {
    return say(reason, PH_OOM, "no memory for a long address");
  }
  next.batch = batch;
  next.status = PH_OK;
  next.receiving = false;
  ++submitted_;
  work_.notify_one();
  return PH_OK;
}

ph_status Lane::collect(uint32_t deadline_ms, ph_batch** batch, ph_reason* reason) {
  const auto deadline = Clock::now() + std::chrono::milliseconds(deadline_ms);
  std::unique_lock lock(mutex_);
  if (submitted_ == collected_) {
    *batch = nullptr;
    return say(reason, PH_BAD_ARGUMENT, "the lane holds no batch");
  }
  Slot& oldest = slot(collected_);
  const auto finished = [this] { return finished_ > collected_ || timed_out_; };
  if (deadline_ms == 0) {
    news_.wait(lock, finished);
  } else {
    news_.wait_until(lock, deadline, finished);
  }
  const bool answered = finished_ > collected_;
  *batch = oldest.batch;
  ++collected_;
  if (!answered) {
    const bool first = !timed_out_;
    timed_out_ = true;
    return first ? say(reason, PH_TIMEOUT, "the device did not finish a batch before the deadline")
                 : say(reason, PH_DEVICE_LOST, "the lane gave no answer in time before");
  }
  if (oldest.status != PH_OK) {
    *reason = oldest.reason;
    return oldest.status;
  }
  oldest.staging.give(*batch);
  return PH_OK;
}

void Lane::stop() {
  const std::lock_guard lock(mutex_);
  stopping_ = true;
  work_.notify_one();
}

void Lane::leave(const Clock::time_point* deadline) {
  std::unique_lock lock(mutex_);
  const auto ended = [this] { return ended_; };
  if (deadline == nullptr) {
    news_.wait(lock, ended);
  } else {
    news_.wait_until(lock, *deadline, ended);
  }
  const bool gone = ended_;
  lock.unlock();
  if (gone) {
    thread_.join();
  } else {
    thread_.detach();
  }
}

void Lane::loop() {
  ph_reason reason{};
  if (check(cudaSetDevice(options_.device), "cudaSetDevice", &reason) != PH_OK) health_->lose(reason);
  std::unique_lock lock(mutex_);
  auto waiting_since = Clock::now();
  while (!stopping_) {
    if (launched_ < submitted_) {
      Slot& next = slot(launched_);
      if (launched_ == finished_) waiting_since = Clock::now();
      lock.unlock();
      const ph_status status = launch(next, &next.reason);
      if (status != PH_OK) fail(next, status);
      lock.lock();
      ++launched_;
    } else if (finished_ == launched_) {
      work_.wait(lock, [this] { return stopping_ || launched_ < submitted_; });
    } else {
      Slot& oldest = slot(finished_);
      lock.unlock();
      const bool finished = advance(oldest);
      lock.lock();
      if (finished) {
        ++finished_;
        waiting_since = Clock::now();
        news_.notify_all();
        continue;
      }
      const auto waited = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - waiting_since);
      work_.wait_for(lock, std::clamp(waited / 16, kFirstLook, kSlowestLook),
                     [this] { return stopping_ || launched_ < submitted_; });
    }
  }
  lock.unlock();
  drain();
  resources_.reset();
  lock.lock();
  ended_ = true;
  news_.notify_all();
}

ph_status Lane::launch(Slot& slot, ph_reason* reason) {
  PH_TRY(health_->check(reason));
  Resources& all = *resources_;
  Pass pass{};
  pass.model = all.model->view();
  all.workspace.fill(&pass);
  PH_TRY(slot.staging.send(&pass, all.in.get(), reason));
  PH_CUDA(cudaEventRecord(slot.copied.get(), all.in.get()));
  PH_CUDA(cudaStreamWaitEvent(all.work.get(), slot.copied.get(), 0));
  PH_TRY(launch_stages(pass, options_.mapping, options_.multiprocessors, all.work.get(), reason));
  PH_TRY(slot.staging.receive_results(all.work.get(), reason));
  PH_CUDA(cudaEventRecord(slot.done.get(), all.work.get()));
  return PH_OK;
}

bool Lane::advance(Slot& slot) {
  if (slot.status != PH_OK) return true;
  ph_reason* reason = &slot.reason;
  const cudaError_t state = cudaEventQuery((slot.receiving ? slot.received : slot.done).get());
  if (state == cudaErrorNotReady) {
    // It would be taken for the next launch's error.
    cudaGetLastError();
    return false;
  }
  ph_status status = check(state, "waiting for a batch", reason);
  if (status == PH_OK && !slot.receiving) {
    status = slot.staging.checked(reason);
    if (status == PH_OK) status = slot.staging.receive_components(resources_->out.get(), reason);
    if (status == PH_OK) {
      status = check(cudaEventRecord(slot.received.get(), resources_->out.get()), "cudaEventRecord", reason);
    }
    if (status == PH_OK) {
      slot.receiving = true;
      return false;
    }
  }
  if (status != PH_OK) return fail(slot, status);
  slot.staging.settle();
  return true;
}

bool Lane::fail(Slot& slot, ph_status status) {
  slot.status = status;
  if (status == PH_DEVICE_LOST || status == PH_UNAVAILABLE) {
    slot.status = PH_DEVICE_LOST;
    health_->lose(slot.reason);
    return true;
  }
  // The slot is used again, so nothing may be under way in it.
  drain();
  slot.staging.settle();
  return true;
}

void Lane::drain() {
  for (const Stream* stream : {&resources_->in, &resources_->work, &resources_->out}) {
    cudaStreamSynchronize(stream->get());
  }
  cudaGetLastError();
}

}  // namespace posthaste::cuda
