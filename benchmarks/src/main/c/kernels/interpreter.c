/* A machine with a stack, its bytecode in a switch: indirect jumps, loads of bytes, unpredictable order. */
#include "kernel.h"

enum { PUSH, LOAD, STORE, ADD, SUB, MUL, MOD, LESS, JUMP_IF, JUMP, HALT };

/* s = 0; i = 0; while (i < n) { s = (s * 31 + i) % 65521; if (s < 1000) s = s + 7; i = i + 1; } */
static const unsigned char program[] = {
    /*  0 */ PUSH, 0, STORE, 0, PUSH, 0, STORE, 1,
    /*  8 */ LOAD, 1, LOAD, 2, LESS, JUMP_IF, 16, HALT,
    /* 16 */ LOAD, 0, PUSH, 31, MUL, LOAD, 1, ADD, LOAD, 3, MOD, STORE, 0,
    /* 29 */ LOAD, 0, LOAD, 4, LESS, JUMP_IF, 38, JUMP, 45,
    /* 38 */ LOAD, 0, PUSH, 7, ADD, STORE, 0,
    /* 45 */ LOAD, 1, PUSH, 1, ADD, STORE, 1, JUMP, 8};

static long run(const unsigned char *code, long *variables) {
  long stack[32];
  int top = 0;
  long steps = 0;
  for (int at = 0;;) {
    steps++;
    switch (code[at++]) {
      case PUSH: stack[top++] = code[at++]; break;
      case LOAD: stack[top++] = variables[code[at++]]; break;
      case STORE: variables[code[at++]] = stack[--top]; break;
      case ADD: top--; stack[top - 1] += stack[top]; break;
      case SUB: top--; stack[top - 1] -= stack[top]; break;
      case MUL: top--; stack[top - 1] *= stack[top]; break;
      case MOD: top--; stack[top - 1] %= stack[top]; break;
      case LESS: top--; stack[top - 1] = stack[top - 1] < stack[top]; break;
      case JUMP_IF: at = stack[--top] ? code[at] : at + 1; break;
      case JUMP: at = code[at]; break;
      default: return steps;
    }
  }
}

long kernel(long size) {
  long variables[5] = {0, 0, size, 65521, 1000};
  long steps = run(program, variables);
  return variables[0] * 1000003 + steps;
}
