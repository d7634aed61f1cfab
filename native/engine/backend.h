/*
 * The backend ABI: what the engine asks of one kind of device. Plain C, self-contained, versioned.
 *
 * Rules for every implementation
 * - Nothing aborts, throws, prints, reads the environment or opens a file of the user's.
 * - Every call that can fail returns a ph_status and, unless that is PH_OK, writes a sentence into `reason`
 *   that says what was found and, where it is known, what to do. `reason` is never NULL.
 * - The same model and the same batch give the same bytes on every backend, device, lane and run. Where in
 *   `components` an address's components lie is the one thing that may differ.
 * - Memory of the caller is touched only inside a call that received it, by the calling thread; a device
 *   reads and writes staging memory of its own. So a batch belongs to its caller again when `collect` returns
 *   it, after a timeout or a lost device too.
 * - Calls on different lanes may run at the same time. Calls on one lane come from one thread at a time, and
 *   so do open, close and the queries of one backend.
 *
 * A library exports the one symbol `posthaste_backend`. The struct that it returns is static, read-only and
 * valid while the library is loaded; the engine never unloads a library whose device it has opened.
 */
#ifndef POSTHASTE_ENGINE_BACKEND_H
#define POSTHASTE_ENGINE_BACKEND_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Grows when the meaning or layout of anything here changes. A host and a library of different versions
 * refuse each other. */
#define PH_BACKEND_ABI 1

/* No address has more components than this; further ones are left out by the parser itself. */
#define PH_MAX_COMPONENTS 64

/* Labels are 1 .. PH_LABELS. */
#define PH_LABELS 19

typedef enum ph_status {
  PH_OK = 0,
  /* This kind of device cannot be used here: no driver, no device, not a device that the build supports. */
  PH_UNAVAILABLE = 1,
  /* Device or staging memory is short. The lane stays usable; a smaller batch may pass. */
  PH_OOM = 2,
  /* This batch failed; the lane stays usable. */
  PH_FAILED = 3,
  /* The device answers no more. Every later call on its lanes returns this; `close` still works. */
  PH_DEVICE_LOST = 4,
  /* The deadline of `collect` passed. The lane counts as lost from then on. */
  PH_TIMEOUT = 5,
  /* A call that the rules of this file exclude, or a model that this backend cannot take. */
  PH_BAD_ARGUMENT = 6
} ph_status;

typedef struct ph_reason {
  char text[512]; /* UTF-8, ends with a zero byte */
} ph_reason;

/* One component of one address. */
typedef struct ph_component {
  /* Byte offsets from the first byte of the address; start < end <= its length, not overlapping. */
  uint32_t start;
  uint32_t end;
  uint16_t label;      /* 1..PH_LABELS */
  uint16_t confidence; /* 0..10000 */
} ph_component;

/* What was found in one address: components[first] .. components[first + count] of the batch, by rising
 * start. */
typedef struct ph_result {
  uint32_t first;
  uint16_t count;      /* 0..PH_MAX_COMPONENTS */
  uint16_t country;    /* two ASCII capitals, first * 256 + second; 0 when unknown */
  uint16_t confidence; /* of the whole parse, 0..10000 */
  uint16_t reserved;   /* 0 */
} ph_result;

/* The addresses of one chunk, or a slice of them. All memory is the caller's. */
typedef struct ph_batch {
  /* Addresses, 1..max_addresses of the device. */
  uint32_t count;
  /* Slots in `components`. The caller gives at least ph_component_slots(bytes of all addresses, count), so
   * that a backend never has to deal with a full array. */
  uint32_t component_capacity;
  /* Address i is the bytes text[offsets[i]] .. text[offsets[i + 1]], UTF-8 that may be damaged, maybe empty.
   * Nothing may be read from text[offsets[count]] on. */
  const char* text;
  /* count + 1 entries, never falling; offsets[0] need not be 0. offsets[count] - offsets[0] is at most
   * max_text_bytes, or count is 1: a longer address comes alone, and a lane that cannot take it says PH_OOM. */
  const uint32_t* offsets;
  /* count entries, packed like ph_result.country, 0 where nothing is known; NULL when nothing is known of
   * any. */
  const uint16_t* hints;
  /* Out, by `collect`: count entries. */
  ph_result* results;
  /* Out, by `collect`: component_capacity slots, of which component_count from the first are used. */
  ph_component* components;
  uint32_t component_count;
  /* For the caller alone. */
  uint32_t tag;
} ph_batch;

/* A component covers one byte or more, so `bytes` is a bound, and PH_MAX_COMPONENTS an address is one. */
static inline uint64_t ph_component_slots(uint64_t bytes, uint64_t count) {
  const uint64_t most = count * PH_MAX_COMPONENTS;
  return bytes < most ? bytes : most;
}

/* How a device is to be opened. Zero means: the backend chooses. */
typedef struct ph_device_options {
  uint32_t struct_size;
  /* Lanes wanted: CPU threads, CUDA streams. */
  uint32_t lanes;
  /* Batches that one lane is to hold between submit and collect. */
  uint32_t queue;
  /* Addresses in the largest batch that will come. */
  uint32_t batch_addresses;
  /* Thousandths of the device's free memory that may be taken. */
  uint32_t memory_permille;
  uint32_t reserved;
  /* Zero-terminated name of the code path that must run ("scalar", "avx2"), "" for the best. One that is
   * absent fails with PH_UNAVAILABLE and never falls back. Valid during the call. */
  const char* variant;
} ph_device_options;

/* What an open device offers; written by `open`. */
typedef struct ph_device_info {
  uint32_t lanes;          /* 1 or more; lane numbers are 0 .. lanes - 1 */
  uint32_t queue;          /* batches that each lane holds at once, 1 or more */
  uint32_t max_addresses;  /* of one batch */
  uint32_t max_text_bytes; /* of one batch */
  char detail[128];        /* what runs: "avx2", "sm_90, 3.1 GiB" */
} ph_device_info;

/* An open device; the backend's own. */
typedef struct ph_device ph_device;

typedef struct ph_backend {
  uint32_t abi_version; /* PH_BACKEND_ABI */
  uint32_t struct_size; /* sizeof(ph_backend) */
  /* "cpu", "cuda"; the name in options and reports. */
  const char* name;
  /* Name of the driver library that the host tries to dlopen before it calls anything below, so that its
   * absence is told plainly; NULL when none is needed. */
  const char* driver;

  /* How good this kind of device is here: a higher score is preferred, 0 = cannot be used, `reason` says why.
   * Makes no state on a device. */
  int32_t (*probe)(ph_reason* reason);
  /* Devices that `open` takes, by index; 0 when `probe` says 0. */
  uint32_t (*device_count)(void);
  /* Writes a zero-terminated product name into `name`, cut to `size` bytes. */
  ph_status (*device_name)(uint32_t index, char* name, size_t size, ph_reason* reason);

  /* Opens a device with a model. model: a whole model file, 64-byte aligned, unchanged until `close` returns;
   * the backend checks it as far as its own format version goes. On PH_OK *device is set and owned by the
   * caller until `close`; otherwise it is NULL and nothing is left behind. */
  ph_status (*open)(uint32_t index, const void* model, size_t model_bytes, const ph_device_options* options,
                    ph_device** device, ph_device_info* info, ph_reason* reason);

  /* Hands a batch to a lane and returns soon. On PH_OK the lane holds the batch, and the struct and its
   * memory stay as they are until `collect` returns it. On any other status the lane does not hold it.
   * PH_BAD_ARGUMENT when the lane holds `queue` batches already. */
  ph_status (*submit)(ph_device* device, uint32_t lane, ph_batch* batch, ph_reason* reason);

  /* Waits for the oldest batch of a lane and fills its results. *batch is set to it whatever the status, and
   * the lane holds it no more; NULL with PH_BAD_ARGUMENT when the lane holds none. deadline_ms counts from
   * this call; 0 = no deadline. */
  ph_status (*collect)(ph_device* device, uint32_t lane, uint32_t deadline_ms, ph_batch** batch,
                       ph_reason* reason);

  /* Frees everything of a device; batches that its lanes still hold are dropped unfilled. Returns within
   * about deadline_ms even if the device hangs (it then leaks what it cannot free); 0 = no deadline. */
  void (*close)(ph_device* device, uint32_t deadline_ms);
} ph_backend;

/* The one exported symbol. host_abi is the PH_BACKEND_ABI that the host speaks; NULL when the library speaks
 * another. */
typedef const ph_backend* (*ph_backend_entry)(uint32_t host_abi);
#define PH_BACKEND_SYMBOL "posthaste_backend"

#ifdef __cplusplus
}
#endif
#endif
