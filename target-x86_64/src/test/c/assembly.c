// Assembly at file scope: what it defines and what it uses, from C and back.
#include <stdio.h>
#include <string.h>

// A function of global binding, with a local one that only assembly calls.
extern long add3(long, long, long);
asm(".text\n"
    ".globl add3\n"
    ".type add3, @function\n"
    "add3:\n"
    "  .cfi_startproc\n"
    "  pushq %rbx\n"
    "  .cfi_def_cfa_offset 16\n"
    "  .cfi_offset %rbx, -16\n"
    "  movq %rdx, %rbx\n"
    "  call .Ladd2\n"
    "  addq %rbx, %rax\n"
    "  popq %rbx\n"
    "  .cfi_def_cfa_offset 8\n"
    "  ret\n"
    "  .cfi_endproc\n"
    "  .size add3, .-add3\n"
    ".Ladd2: leaq (%rdi,%rsi), %rax; ret");

// A symbol that is not global is still that of this module's C.
extern int answer(void) __attribute__((visibility("hidden")));
extern int table[];
asm("answer: movl $42, %eax\n ret");
asm(".data; .p2align 2; table: .long 3, 1, 4, 1, 5; .text");

// Assembly that uses what C defines: static and external functions, variables, strings.
__attribute__((used, noinline)) static int twice(int x) { return 2 * x; }
__attribute__((noinline)) int thrice(int x) { return 3 * x; }
int counter = 7;
__attribute__((used)) static int hidden_counter = 70;
extern int through(int);
asm(".text\n"
    "through:\n"
    "  subq $8, %rsp\n"
    "  call twice\n"
    "  movl %eax, %edi\n"
    "  call thrice\n"
    "  movq counter@GOTPCREL(%rip), %rcx\n"
    "  addl (%rcx), %eax\n"
    "  incl (%rcx)\n"
    "  addl hidden_counter(%rip), %eax\n"
    "  addq $8, %rsp\n"
    "  ret");

// The addresses of both sides in tables of the other.
extern int (*pointers[3])(int);
asm(".section .data.rel.ro,\"aw\"\n .p2align 3\n"
    "pointers: .quad twice, thrice, through\n .text");
static int (*const back)(int) = through;

// Another name for a function of C, and a part of a variable.
extern int other_name(int);
asm(".globl other_name\n .set other_name, thrice");
char text[] = "hello, world";
extern char tail[];
asm(".set tail, text + 7");

// A function of libc called from assembly, and one of ours in another section, with a macro.
extern long length(const char *);
asm(".macro tailcall to\n jmp \\to\\()@PLT\n.endm\n"
    ".section .text.mine,\"ax\",@progbits\n"
    "length: tailcall strlen\n"
    ".previous");

// Common memory, zeroed memory, merged strings.
extern long shared[4];
asm(".comm shared, 32, 16");
extern char zeros[];
asm(".lcomm zeros, 64");
extern const char *greeting(void);
asm(".text; greeting: leaq .Lgreeting(%rip), %rax; ret\n"
    ".section .rodata.str1.1,\"aMS\",@progbits,1\n"
    ".Lgreeting: .asciz \"good\\tday\\n\"\n .text");

// A jump table, with distances in it.
extern int pick(int);
asm("pick:\n"
    "  leaq .Ltable(%rip), %rdx\n"
    "  movslq (%rdx,%rdi,4), %rax\n"
    "  addq %rdx, %rax\n"
    "  jmp *%rax\n"
    "1: movl $10, %eax\n ret\n"
    "2: movl $20, %eax\n ret\n"
    "  .section .rodata\n"
    "  .p2align 2\n"
    ".Ltable: .long 1b - .Ltable, 2b - .Ltable\n .text");

// Things that run before main.
int initialised;
asm(".section .init_array,\"aw\"\n .p2align 3\n .quad initialise\n .text\n"
    "initialise: movl $99, initialised(%rip)\n ret");

// The distance between two functions of C, either way.
asm(".data; .globl distance; .p2align 3; distance: .quad other - first; .text");
int first(void) { return 1; }
int other(void) { return 2; }
extern long distance;

// A weak definition, and one that is not there.
extern int weak_one(void) __attribute__((weak));
extern int weak_none(void) __attribute__((weak));
asm(".weak weak_one; weak_one: movl $1, %eax; ret");

int main(void) {
  printf("%ld %d\n", add3(1, 20, 300), answer());
  printf("%d %d %d\n", table[0], table[4], through(5));
  printf("%d %d %d\n", counter, pointers[0](4), pointers[1](4));
  printf("%d %d\n", pointers[2] == through, back == pointers[2]);
  printf("%d %s %d\n", other_name(5), tail, other_name == thrice);
  printf("%ld %ld\n", length("12345"), length(""));
  shared[3] = 5;
  zeros[63] = 'z';
  printf("%ld %d %c %d\n", shared[3], (int)((unsigned long)shared & 15), zeros[63], zeros[0]);
  printf("%s%d %d\n", greeting(), pick(0), pick(1));
  printf("%d %d\n", initialised, distance == (char *)other - (char *)first);
  printf("%d %d\n", weak_one ? weak_one() : 0, weak_none == 0);
  return 0;
}
