#include "test/emulator/switch.h"

#include <pthread.h>

#if defined(__x86_64__)
asm(R"(
  .text
  .hidden ph_emulator_switch
  .globl ph_emulator_switch
  .type ph_emulator_switch, @function
ph_emulator_switch:
  pushq %rbp
  pushq %rbx
  pushq %r12
  pushq %r13
  pushq %r14
  pushq %r15
  movq %rsp, (%rdi)
  movq %rsi, %rsp
  popq %r15
  popq %r14
  popq %r13
  popq %r12
  popq %rbx
  popq %rbp
  ret
  .size ph_emulator_switch, . - ph_emulator_switch
  .hidden ph_emulator_born
  .globl ph_emulator_born
  .type ph_emulator_born, @function
ph_emulator_born:
  movq %r12, %rdi
  callq *%r13
  ud2
  .size ph_emulator_born, . - ph_emulator_born
)");
#endif

namespace ph_emulator::fiber {

void make_home(Worker& home) {
  pthread_attr_t attributes;
  pthread_getattr_np(pthread_self(), &attributes);
  pthread_attr_getstack(&attributes, &home.bottom, &home.size);
  pthread_attr_destroy(&attributes);
#if defined(__SANITIZE_THREAD__)
  home.tsan_fiber = __tsan_get_current_fiber();
#endif
#if !defined(__x86_64__)
  home.pointer = new ucontext_t;
#endif
}

}  // namespace ph_emulator::fiber
