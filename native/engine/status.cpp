#include "native/engine/status.h"

namespace posthaste::engine {

const char* code_name(Code code) {
  switch (code) {
    case Code::option: return "ERR_OPTION";
    case Code::encoding: return "ERR_ENCODING";
    case Code::csv: return "ERR_CSV";
    case Code::model: return "ERR_MODEL";
    case Code::backend_unavailable: return "ERR_BACKEND_UNAVAILABLE";
    case Code::backend_failed: return "ERR_BACKEND_FAILED";
    case Code::closed: return "ERR_CLOSED";
    case Code::internal: return "ERR_INTERNAL";
  }
  return "ERR_INTERNAL";
}

}  // namespace posthaste::engine
