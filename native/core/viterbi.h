// The best label sequence and, for every token, how much worse the best sequence with another label is.
#pragma once
#include "native/core/gap.h"
#include "native/core/workspace.h"

namespace posthaste::core {

// Any path scores less than this in size: kMaxTokens * (emission + transition), each within 16 bits.
inline constexpr int32_t kUnreachable = -(1 << 28);
static_assert(static_cast<int64_t>(kMaxTokens + 1) * 2 * 32768 < (1 << 28));

PH_HD const int16_t* transitions_into(const ModelView& model, const Token& token) {
  return model.transitions + gap_class(token.gap) * kLabelLanes * kLabelLanes;
}

// Scores of the best path to every label of every token. Lanes above the last label are never used.
PH_HD void score_forward(const ModelView& model, Workspace& workspace) {
  for (uint32_t lane = 0; lane < kLabelLanes; ++lane) {
    workspace.forward[0][lane] = model.starts[lane] + workspace.emissions[0][lane];
  }
  for (uint32_t i = 1; i < workspace.token_count; ++i) {
    const int16_t* table = transitions_into(model, token_at(workspace, i));
    int32_t best[kLabelLanes];
    for (uint32_t lane = 0; lane < kLabelLanes; ++lane) best[lane] = kUnreachable;
    for (uint32_t from = 0; from < kLabels; ++from) {
      const int32_t score = workspace.forward[i - 1][from];
      const int16_t* row = table + from * kLabelLanes;
      for (uint32_t lane = 0; lane < kLabelLanes; ++lane) {
        const int32_t candidate = score + row[lane];
        best[lane] = candidate > best[lane] ? candidate : best[lane];
      }
    }
    for (uint32_t lane = 0; lane < kLabelLanes; ++lane) {
      workspace.forward[i][lane] = best[lane] + workspace.emissions[i][lane];
    }
  }
}

// Labels of the best path; ties go to the lowest label. Needs score_forward.
PH_HD void trace_back(const ModelView& model, Workspace& workspace) {
  const uint32_t count = workspace.token_count;
  uint32_t label = 0;
  int32_t best = kUnreachable;
  for (uint32_t l = 0; l < kLabels; ++l) {
    const int32_t score = workspace.forward[count - 1][l] + model.ends[l];
    if (score > best) {
      best = score;
      label = l;
    }
  }
  workspace.labels[count - 1] = static_cast<uint8_t>(label);
  for (uint32_t i = count - 1; i > 0; --i) {
    const int16_t* table = transitions_into(model, token_at(workspace, i));
    uint32_t from = 0;
    best = kUnreachable;
    for (uint32_t l = 0; l < kLabels; ++l) {
      const int32_t score = workspace.forward[i - 1][l] + table[l * kLabelLanes + label];
      if (score > best) {
        best = score;
        from = l;
      }
    }
    label = from;
    workspace.labels[i - 1] = static_cast<uint8_t>(label);
  }
}

// Fills margins. Needs score_forward and trace_back.
PH_HD void measure_margins(const ModelView& model, Workspace& workspace) {
  const uint32_t count = workspace.token_count;
  int32_t backward[kLabelLanes]; // best score of what follows, by the label here
  for (uint32_t lane = 0; lane < kLabelLanes; ++lane) backward[lane] = model.ends[lane];
  for (uint32_t i = count; i-- > 0;) {
    const uint32_t label = workspace.labels[i];
    int32_t through = kUnreachable, other = kUnreachable;
    for (uint32_t l = 0; l < kLabels; ++l) {
      const int32_t score = workspace.forward[i][l] + backward[l];
      if (l == label) {
        through = score;
      } else if (score > other) {
        other = score;
      }
    }
    workspace.margins[i] = through - other;
    if (i == 0) break;
    const int16_t* table = transitions_into(model, token_at(workspace, i));
    int32_t here[kLabelLanes];
    for (uint32_t lane = 0; lane < kLabelLanes; ++lane) {
      here[lane] = backward[lane] + workspace.emissions[i][lane];
    }
    for (uint32_t from = 0; from < kLabels; ++from) {
      int32_t best = kUnreachable;
      const int16_t* row = table + from * kLabelLanes;
      for (uint32_t lane = 0; lane < kLabels; ++lane) {
        const int32_t score = here[lane] + row[lane];
        best = score > best ? score : best;
      }
      backward[from] = best;
    }
  }
}

} // namespace posthaste::core
