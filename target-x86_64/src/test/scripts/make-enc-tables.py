#!/usr/bin/env python3
"""Writes the tables that the x86-64 assembler is tested against.

Lists instructions by chapter, asks GNU as for their bytes and relocations, and writes one
resource file NAME.enc per chapter with rows

    addq $-1, %r12 | 4983c4ff
    call puts@PLT | e800000000 | 1:R_X86_64_PLT32:puts-4
    addl %eax, %xmm0 | illegal | 12 | addl: operand cannot be %xmm0

The rows of illegal.enc carry the column and message that we give; that GNU as refuses them too is
checked here. The tables are committed, so that the tests need no assembler; run this after a
change to the lists, from anywhere:

    target-x86_64/src/test/scripts/make-enc-tables.py      (needs as, nm, objcopy, readelf)
"""
import itertools
import os
import re
import subprocess
import sys
import tempfile

OUT = os.path.join(os.path.dirname(os.path.abspath(__file__)),
                   '../resources/dev/lamina/target/x86_64/asm')

REGS = {
    1: 'al cl dl bl spl bpl sil dil r8b r9b r10b r11b r12b r13b r14b r15b'.split(),
    2: 'ax cx dx bx sp bp si di r8w r9w r10w r11w r12w r13w r14w r15w'.split(),
    4: 'eax ecx edx ebx esp ebp esi edi r8d r9d r10d r11d r12d r13d r14d r15d'.split(),
    8: 'rax rcx rdx rbx rsp rbp rsi rdi r8 r9 r10 r11 r12 r13 r14 r15'.split(),
}
SUFFIX = {1: 'b', 2: 'w', 4: 'l', 8: 'q'}

# Every way to address: each base that has a rule of its own, each displacement width and its
# boundaries, each scale, no base, rip, segments, 32-bit addresses.
MEMORY = '''(%rax) (%rcx) (%rsp) (%rbp) (%rsi) (%r8) (%r12) (%r13) (%r15)
    0(%rax) 1(%rax) 127(%rcx) -128(%rdx) 128(%rbx) -129(%rsi) 0x7fffffff(%rdi) -0x80000000(%r9)
    8(%rsp) 128(%rsp) 8(%rbp) -4096(%rbp) 8(%r12) 1024(%r12) 8(%r13) 1024(%r13)
    (%rax,%rcx) (%rax,%rcx,1) (%rcx,%rax,2) (%rdx,%rbp,4) (%rbx,%r13,8) (%rsp,%rax,2)
    (%rbp,%rax) (%r12,%r12,2) (%r13,%r13,4) (%r8,%r15,8) 8(%rsp,%rbp,4) -8(%rbp,%r12,8)
    127(%r13,%rcx,2) 128(%r12,%rdx,4) 0x12345678(%rax,%rdi,8) 0x1234(%r13,%r8,2)
    (,%rcx,4) 8(,%rbp,8) 0x12345678(,%r12,2) (,%r13) 0x1000 0 -8 0x7fffffff
    (%rip) 16(%rip) -16(%rip) %fs:0 %fs:0x28 %gs:(%rax) %fs:8(%r13,%rcx,4) %gs:128(%rsp)
    %fs:(%rip) (%eax) 8(%r13d,%ecx,2) (%esp)'''.split()
SOME_MEMORY = '(%rax) 8(%rsp) -128(%rbp) (%r12) 1024(%r13,%r9,4) 16(%rip) (,%rcx,8)'.split()
FEW_MEMORY = ['-8(%rbp)', '(%r12,%r13,2)', '0x1234(%rip)']

turn = 0


def pick(items):
    """A different one each time, the same in every run."""
    global turn
    turn += 7
    return items[turn % len(items)]


def reg(size):
    return '%' + pick(REGS[size])


def xmm():
    return '%xmm' + str(pick([0, 1, 7, 8, 9, 15, 3, 12]))


def few_memory():
    return [pick(MEMORY[:55]), pick(MEMORY[:55])]


# Pairs of register numbers that matter: low and low, low and high, high and high.
PAIRS = [(0, 0), (0, 1), (3, 4), (5, 6), (7, 0), (1, 8), (4, 12), (8, 5), (13, 0), (9, 15), (12, 13)]
XPAIRS = [(0, 1), (7, 8), (9, 7), (15, 15)]


def imms(size):
    narrow = [0, 1, -1, 127, -128]
    if size == 1:
        return narrow + [128, 255]
    if size == 2:
        return narrow + [128, -129, 255, 0x7fff, -0x8000, 0xffff, 0xff80]
    if size == 4:
        return narrow + [128, -129, 0x7fff, 0x7fffffff, -0x80000000, 0x80000000, 0xffffffff, 0xffffff80]
    return narrow + [128, -129, 0x7fffffff, -0x80000000, 0xffffffffffffff80]


def arith():
    for op in 'add or adc sbb and sub xor cmp'.split():
        for size in (1, 2, 4, 8):
            s = op + SUFFIX[size]
            for a, b in PAIRS:
                yield f'{s} %{REGS[size][a]}, %{REGS[size][b]}'
            for m in MEMORY if (op, size) in (('add', 4), ('sub', 8)) else few_memory():
                yield f'{s} {m}, {reg(size)}'
                yield f'{s} {reg(size)}, {m}'
            for i in imms(size) if op in ('add', 'and', 'cmp') else imms(size)[3:7]:
                yield f'{s} ${i}, %{REGS[size][0]}'
                yield f'{s} ${i}, %{REGS[size][12]}'
                yield f'{s} ${i}, {pick(SOME_MEMORY)}'
        yield f'{op} %ah, %bl'
        yield f'{op} $5, %dh'
        yield f'{op} %ch, (%rax)'
        yield f'{op} %rax, %rbx'
        yield f'{op} $1, %r13d'
    for size in (1, 2, 4, 8):
        s = 'test' + SUFFIX[size]
        for a, b in PAIRS:
            yield f'{s} %{REGS[size][a]}, %{REGS[size][b]}'
        for i in imms(size):
            yield f'{s} ${i}, %{REGS[size][0]}'
            yield f'{s} ${i}, %{REGS[size][13]}'
            yield f'{s} ${i}, {pick(SOME_MEMORY)}'
        for m in few_memory():
            yield f'{s} {m}, {reg(size)}'
            yield f'{s} {reg(size)}, {m}'
    for op in 'not neg mul imul div idiv inc dec'.split():
        for size in (1, 2, 4, 8):
            for r in (0, 4, 5, 8, 12, 15):
                yield f'{op}{SUFFIX[size]} %{REGS[size][r]}'
            for m in few_memory():
                yield f'{op}{SUFFIX[size]} {m}'
        yield f'{op} %ah'
        yield f'{op} %r9d'
    for size in (2, 4, 8):
        s = 'imul' + SUFFIX[size]
        for a, b in PAIRS:
            yield f'{s} %{REGS[size][a]}, %{REGS[size][b]}'
            yield f'{s} $3, %{REGS[size][a]}, %{REGS[size][b]}'
        for i in imms(size):
            yield f'{s} ${i}, {pick(SOME_MEMORY)}, {reg(size)}'
            yield f'{s} ${i}, {reg(size)}'
        for m in few_memory():
            yield f'{s} {m}, {reg(size)}'
    for op in ('adcx', 'adox'):
        for size in (4, 8):
            yield f'{op} {reg(size)}, {reg(size)}'
            yield f'{op}{SUFFIX[size]} {pick(MEMORY[:55])}, {reg(size)}'
    yield from 'cbtw cwtl cltq cwtd cltd cqto cbw cwde cdqe cwd cdq cqo'.split()
    yield from 'clc stc cmc cld std lahf sahf'.split()


def move():
    for size in (1, 2, 4, 8):
        s = 'mov' + SUFFIX[size]
        for a, b in PAIRS:
            yield f'{s} %{REGS[size][a]}, %{REGS[size][b]}'
        for r in range(16):
            yield f'mov %{REGS[size][r]}, %{REGS[size][15 - r]}'
        for m in MEMORY:
            yield f'{s} {m}, {reg(size)}'
            yield f'{s} {reg(size)}, {m}'
        for i in imms(size):
            yield f'{s} ${i}, %{REGS[size][0]}'
            yield f'{s} ${i}, %{REGS[size][6]}'
            yield f'{s} ${i}, %{REGS[size][12]}'
            yield f'{s} ${i}, {pick(SOME_MEMORY)}'
    for i in (0x80000000, 0xffffffff, 0x100000000, -0x80000001, 0x7fffffffffffffff, 1 << 63):
        yield f'movq ${i}, %rax'
        yield f'movabsq ${i}, %r13'
    yield 'mov $0x123456789a, %rsp'
    yield 'movabs $5, %rbp'
    for a in ('ah', 'ch', 'dh', 'bh'):
        yield f'movb %{a}, %al'
        yield f'movb %bl, %{a}'
        yield f'movb $1, %{a}'
        yield f'movb %{a}, 8(%rsp)'
        yield f'movzbl %{a}, %ecx'
    for size in (1, 2, 4, 8):
        yield f'movabs 0x123456789abcdef0, %{REGS[size][0]}'
        yield f'movabs{SUFFIX[size]} %{REGS[size][0]}, 0x123456789abcdef0'
    for op, src, dst in [('movzbw', 1, 2), ('movzbl', 1, 4), ('movzbq', 1, 8), ('movzwl', 2, 4),
                         ('movzwq', 2, 8), ('movsbw', 1, 2), ('movsbl', 1, 4), ('movsbq', 1, 8),
                         ('movswl', 2, 4), ('movswq', 2, 8), ('movslq', 4, 8)]:
        for a, b in PAIRS:
            yield f'{op} %{REGS[src][a]}, %{REGS[dst][b]}'
        for m in SOME_MEMORY:
            yield f'{op} {m}, {reg(dst)}'
    yield 'movzx %al, %cx'
    yield 'movzx %sil, %r8'
    yield 'movzx %r9w, %eax'
    yield 'movsx %al, %ecx'
    yield 'movsx %ax, %rcx'
    yield 'movsxd %eax, %rcx'
    yield 'movsxd (%rax), %rcx'
    yield 'movzb (%rax), %ecx'
    yield 'movsb %dil, %r9w'
    yield 'movsw (%r12), %rbp'
    for size in (2, 4, 8):
        for m in MEMORY if size == 8 else SOME_MEMORY:
            yield f'lea{SUFFIX[size]} {m}, {reg(size)}'
        for r in (0, 5, 12):
            yield f'movbe (%rax), %{REGS[size][r]}'
            yield f'movbe{SUFFIX[size]} %{REGS[size][r]}, 8(%r13)'
    for size in (1, 2, 4, 8):
        for a, b in PAIRS:
            yield f'xchg %{REGS[size][a]}, %{REGS[size][b]}'
            yield f'xchg %{REGS[size][b]}, %{REGS[size][a]}'
            yield f'xadd{SUFFIX[size]} %{REGS[size][a]}, %{REGS[size][b]}'
            yield f'cmpxchg{SUFFIX[size]} %{REGS[size][a]}, %{REGS[size][b]}'
        for op in ('xchg', 'xadd', 'cmpxchg'):
            for m in SOME_MEMORY:
                yield f'{op}{SUFFIX[size]} {reg(size)}, {m}'
        yield f'xchg{SUFFIX[size]} (%rdx), %{REGS[size][5]}'
    for m in SOME_MEMORY:
        yield f'cmpxchg8b {m}'
        yield f'cmpxchg16b {m}'
    for r in range(16):
        yield f'bswap %{REGS[4][r]}'
        yield f'bswapq %{REGS[8][r]}'
        yield f'push %{REGS[8][r]}'
        yield f'popq %{REGS[8][r]}'
    for r in (0, 7, 12):
        yield f'pushw %{REGS[2][r]}'
        yield f'pop %{REGS[2][r]}'
    for m in SOME_MEMORY:
        yield f'pushq {m}'
        yield f'popq {m}'
        yield f'push {m}'
        yield f'popw {m}'
    for i in imms(8):
        yield f'push ${i}'
    for i in imms(2)[:9]:
        yield f'pushw ${i}'
    yield from ['pushf', 'pushfq', 'popf', 'popfq', 'pushfw', 'popfw', 'leave', 'leaveq',
                'enter $16, $0', 'enter $0xffff, $31', 'xlatb',
                'push %fs', 'push %gs', 'pop %fs', 'popq %gs']
    for size in (4, 8):
        for m in FEW_MEMORY:
            yield f'movnti {reg(size)}, {m}'


CONDITIONS = '''o no b c nae ae nb nc e z ne nz be na a nbe s ns p pe np po l nge ge nl le ng
    g nle'''.split()


def condition():
    for cc in CONDITIONS:
        for r in (0, 4, 13):
            yield f'set{cc} %{REGS[1][r]}'
        yield f'set{cc} {pick(MEMORY[:55])}'
        for size in (2, 4, 8):
            yield f'cmov{cc} {reg(size)}, {reg(size)}'
            yield f'cmov{cc}{SUFFIX[size]} {pick(MEMORY[:55])}, {reg(size)}'
        yield f'j{cc} target'
    yield 'sete %ah'
    yield 'cmovne foo(%rip), %eax'


def branch():
    for t in ('puts', 'puts@PLT', 'puts+8', 'puts-0x10', '.Lx', '_a.b$c'):
        yield f'call {t}'
        yield f'jmp {t}'
        yield f'jne {t}'
    yield 'callq puts'
    for r in (0, 4, 11, 12, 13):
        yield f'call *%{REGS[8][r]}'
        yield f'jmp *%{REGS[8][r]}'
        yield f'callq *8(%{REGS[8][r]})'
        yield f'jmpq *(%{REGS[8][r]},%rax,8)'
    yield from ['call *foo(%rip)', 'jmp *foo(%rip)', 'jmp *foo(,%rax,8)', 'notrack jmp *%rax',
                'call *foo@GOTPCREL(%rip)', 'jmp *%fs:8',
                'ret', 'retq', 'ret $0', 'ret $8', 'ret $0xffff', 'rep ret',
                'loop foo', 'loope foo', 'loopne foo', 'loopz foo', 'loopnz foo', 'jrcxz foo',
                'ud2', 'int3', 'int $0', 'int $0x80', 'int $255',
                'nop', 'pause', 'rep nop', 'nopw (%rax)', 'nopl 8(%rax,%rax)', 'nopw %cx',
                'nopq (%r12)', 'nop %eax', 'endbr64']


def shift():
    for op in 'rol ror rcl rcr shl shr sar sal'.split():
        for size in (1, 2, 4, 8):
            s = op + SUFFIX[size]
            for r in (0, 4, 5, 8, 12):
                n = REGS[size][r]
                yield f'{s} $1, %{n}'
                yield f'{s} ${pick([2, 3, 7, 31, 63, 127, 255])}, %{n}'
                yield f'{s} %cl, %{n}'
            yield f'{s} %{REGS[size][13]}'
            m = pick(SOME_MEMORY)
            yield f'{s} $1, {m}'
            yield f'{s} $5, {m}'
            yield f'{s} %cl, {pick(MEMORY[:55])}'
            yield f'{s} {pick(MEMORY[:55])}'
        yield f'{op} $3, %ah'
        yield f'{op} %cl, %rdx'
    for op in ('shld', 'shrd'):
        for size in (2, 4, 8):
            s = op + SUFFIX[size]
            for a, b in PAIRS[:6]:
                yield f'{s} $5, %{REGS[size][a]}, %{REGS[size][b]}'
                yield f'{s} %cl, %{REGS[size][a]}, %{REGS[size][b]}'
            yield f'{s} $1, {reg(size)}, {pick(SOME_MEMORY)}'
            yield f'{s} %cl, {reg(size)}, {pick(SOME_MEMORY)}'
            yield f'{op} {reg(size)}, {reg(size)}'
    for op in ('bt', 'bts', 'btr', 'btc'):
        for size in (2, 4, 8):
            s = op + SUFFIX[size]
            for a, b in PAIRS[3:8]:
                yield f'{s} %{REGS[size][a]}, %{REGS[size][b]}'
            yield f'{s} {reg(size)}, {pick(SOME_MEMORY)}'
            yield f'{s} $0, {reg(size)}'
            yield f'{s} $63, {reg(size)}'
            yield f'{s} $127, {pick(SOME_MEMORY)}'
    for op in 'bsf bsr popcnt tzcnt lzcnt'.split():
        for size in (2, 4, 8):
            for a, b in PAIRS[2:8]:
                yield f'{op} %{REGS[size][a]}, %{REGS[size][b]}'
            yield f'{op}{SUFFIX[size]} {pick(MEMORY[:55])}, {reg(size)}'
    for op in 'andn pdep pext mulx bextr bzhi shlx shrx sarx'.split():
        for size in (4, 8):
            for _ in range(3):
                yield f'{op} {reg(size)}, {reg(size)}, {reg(size)}'
            for m in SOME_MEMORY[:4]:
                yield (f'{op} {m}, {reg(size)}, {reg(size)}' if op in 'andn pdep pext mulx'
                       else f'{op} {reg(size)}, {m}, {reg(size)}')
    for op in 'blsr blsi blsmsk'.split():
        for size in (4, 8):
            yield f'{op} {reg(size)}, {reg(size)}'
            yield f'{op} {reg(size)}, {reg(size)}'
            yield f'{op} {pick(SOME_MEMORY)}, {reg(size)}'
    for size in (4, 8):
        yield f'rorx $7, {reg(size)}, {reg(size)}'
        yield f'rorx $31, {pick(SOME_MEMORY)}, {reg(size)}'
    yield from ['crc32b %al, %eax', 'crc32b %sil, %r9d', 'crc32b %ah, %eax', 'crc32b (%rax), %ecx',
                'crc32b %dl, %rax', 'crc32w %ax, %ecx', 'crc32w (%r12), %ecx', 'crc32l %eax, %ecx',
                'crc32l 8(%r13), %r9d', 'crc32q %rax, %r10', 'crc32q (%rsp), %rax',
                'crc32 %ecx, %edx', 'crc32 %cl, %edx', 'crc32 %r9, %rdx']


def string():
    for op in 'movs cmps stos lods scas'.split():
        for size in (1, 2, 4, 8):
            s = op + SUFFIX[size]
            yield s
            yield f'rep {s}'
            if op in ('cmps', 'scas'):
                yield f'repe {s}'
                yield f'repne {s}'
                yield f'repnz {s}'
    yield 'movsd'
    yield 'cmpsd'
    for op in 'add or adc sbb and sub xor xchg xadd cmpxchg bts btr btc'.split():
        for size in (2, 4, 8):
            yield f'lock {op}{SUFFIX[size]} {reg(size)}, {pick(SOME_MEMORY)}'
    for op in 'not neg inc dec'.split():
        for size in (1, 2, 4, 8):
            yield f'lock {op}{SUFFIX[size]} {pick(SOME_MEMORY)}'
    yield from ['lock addb $1, (%rax)', 'lock addw $300, %fs:8(%rax)', 'lock orl $0, (%rsp)',
                'lock btsq $5, (%rdi)', 'lock cmpxchg8b (%rsi)', 'lock cmpxchg16b (%r13)',
                'lock xaddb %sil, (%r12)']
    yield from ['insb', 'insw', 'insl', 'outsb', 'outsw', 'outsl', 'rep insl', 'rep outsb']


PACKED_FLOAT = '''addps addpd subps subpd mulps mulpd divps divpd minps minpd maxps maxpd sqrtps
    sqrtpd rsqrtps rcpps addsubpd addsubps haddpd haddps hsubpd hsubps andps andpd andnps andnpd
    orps orpd xorps xorpd unpcklps unpcklpd unpckhps unpckhpd movshdup movsldup movddup
    cvtps2pd cvtpd2ps cvtdq2ps cvtps2dq cvttps2dq cvttpd2dq cvtdq2pd cvtpd2dq'''.split()
SCALAR_FLOAT = '''addss addsd subss subsd mulss mulsd divss divsd minss minsd maxss maxsd sqrtss
    sqrtsd rsqrtss rcpss ucomiss ucomisd comiss comisd cvtss2sd cvtsd2ss'''.split()
PACKED = '''paddb paddw paddd paddq psubb psubw psubd psubq paddsb paddsw paddusb paddusw psubsb
    psubsw psubusb psubusw pmullw pmulhw pmulhuw pmuludq pmaddwd pavgb pavgw psadbw pminub pmaxub
    pminsw pmaxsw pcmpeqb pcmpeqw pcmpeqd pcmpgtb pcmpgtw pcmpgtd pand pandn por pxor packsswb
    packssdw packuswb punpcklbw punpcklwd punpckldq punpcklqdq punpckhbw punpckhwd punpckhdq
    punpckhqdq pshufb phaddw phaddd phaddsw pmaddubsw phsubw phsubd phsubsw psignb psignw psignd
    pmulhrsw pabsb pabsw pabsd ptest pmovsxbw pmovsxbd pmovsxbq pmovsxwd pmovsxwq pmovsxdq pmovzxbw
    pmovzxbd pmovzxbq pmovzxwd pmovzxwq pmovzxdq pmuldq pcmpeqq packusdw pcmpgtq pminsb pminsd
    pminuw pminud pmaxsb pmaxsd pmaxuw pmaxud pmulld phminposuw aesimc aesenc aesenclast aesdec
    aesdeclast gf2p8mulb sha1nexte sha1msg1 sha1msg2 sha256msg1 sha256msg2'''.split()
PACKED_IMM = '''pshufd pshufhw pshuflw palignr pblendw mpsadbw pcmpestrm pcmpestri pcmpistrm
    pcmpistri aeskeygenassist pclmulqdq gf2p8affineqb gf2p8affineinvqb sha1rnds4'''.split()


def two_xmm(op, memory):
    for a, b in XPAIRS:
        yield f'{op} %xmm{a}, %xmm{b}'
    for m in memory:
        yield f'{op} {m}, {xmm()}'


def sse():
    for op in PACKED_FLOAT:
        yield from two_xmm(op, few_memory())
    for op in SCALAR_FLOAT:
        yield from two_xmm(op, SOME_MEMORY if op == 'addsd' else few_memory())
    for op in 'movups movupd movaps movapd movss movsd'.split():
        yield from two_xmm(op, MEMORY if op == 'movss' else few_memory())
        for m in MEMORY if op == 'movsd' else few_memory():
            yield f'{op} {xmm()}, {m}'
    for op in 'movlps movlpd movhps movhpd'.split():
        for m in few_memory():
            yield f'{op} {m}, {xmm()}'
            yield f'{op} {xmm()}, {m}'
    for op in ('movntps', 'movntpd'):
        for m in few_memory():
            yield f'{op} {xmm()}, {m}'
    for op in ('movhlps', 'movlhps'):
        yield from two_xmm(op, [])
    for op in ('movmskps', 'movmskpd'):
        yield f'{op} %xmm0, %eax'
        yield f'{op} %xmm15, %r9d'
        yield f'{op} %xmm7, %rsp'
    for suffix in 'ss sd ps pd'.split():
        for i in (0, 3, 7):
            yield f'cmp{suffix} ${i}, {xmm()}, {xmm()}'
            yield f'cmp{suffix} ${i}, {pick(SOME_MEMORY)}, {xmm()}'
        for p in 'eq lt le unord neq nlt nle ord'.split():
            yield f'cmp{p}{suffix} {xmm()}, {xmm()}'
            yield f'cmp{p}{suffix} {pick(SOME_MEMORY)}, {xmm()}'
    for op in '''shufps shufpd roundps roundpd roundss roundsd blendps blendpd insertps dpps
            dppd'''.split():
        yield f'{op} $0, {xmm()}, {xmm()}'
        yield f'{op} $255, {xmm()}, {xmm()}'
        yield f'{op} $-1, {pick(SOME_MEMORY)}, {xmm()}'
        yield f'{op} $0x1b, 8(%rip), {xmm()}'
    for op in ('blendvps', 'blendvpd'):
        yield f'{op} %xmm0, %xmm1, %xmm9'
        yield f'{op} %xmm1, %xmm9'
        yield f'{op} %xmm0, (%r13), %xmm2'
    for op in ('cvtsi2ss', 'cvtsi2sd'):
        for size in (4, 8):
            for r in (0, 5, 12):
                yield f'{op} %{REGS[size][r]}, {xmm()}'
                yield f'{op}{SUFFIX[size]} %{REGS[size][r]}, {xmm()}'
            for m in SOME_MEMORY:
                yield f'{op}{SUFFIX[size]} {m}, {xmm()}'
    for op in 'cvttss2si cvttsd2si cvtss2si cvtsd2si'.split():
        for size in (4, 8):
            for r in (0, 5, 12):
                yield f'{op} {xmm()}, %{REGS[size][r]}'
            yield f'{op}{SUFFIX[size]} {xmm()}, {reg(size)}'
            yield f'{op} {pick(SOME_MEMORY)}, {reg(size)}'
    for r in (0, 12):
        yield f'extractps $3, %xmm9, %{REGS[4][r]}'
        yield f'extractps $1, %xmm2, 8(%{REGS[8][r]})'
    for m in SOME_MEMORY:
        yield f'ldmxcsr {m}'
        yield f'stmxcsr {m}'


def packed():
    for op in PACKED:
        yield from two_xmm(op, few_memory())
    for op in PACKED_IMM:
        yield f'{op} $0, {xmm()}, {xmm()}'
        yield f'{op} ${255 if op != "sha1rnds4" else 3}, {xmm()}, {xmm()}'
        yield f'{op} $3, {pick(SOME_MEMORY)}, {xmm()}'
        yield f'{op} $1, 8(%rip), {xmm()}'
    for op in 'psllw pslld psllq psrlw psrld psrlq psraw psrad'.split():
        yield from two_xmm(op, few_memory())
        for i in (0, 1, 31, 255):
            yield f'{op} ${i}, {xmm()}'
    for op in ('pslldq', 'psrldq'):
        for i in (0, 8, 15, 255):
            yield f'{op} ${i}, {xmm()}'
    for op in ('movdqa', 'movdqu'):
        yield from two_xmm(op, SOME_MEMORY)
        for m in SOME_MEMORY:
            yield f'{op} {xmm()}, {m}'
    yield from two_xmm('movq', SOME_MEMORY)
    for m in SOME_MEMORY:
        yield f'movq {xmm()}, {m}'
        yield f'movd {xmm()}, {m}'
        yield f'movd {m}, {xmm()}'
        yield f'lddqu {m}, {xmm()}'
        yield f'movntdq {xmm()}, {m}'
        yield f'movntdqa {m}, {xmm()}'
    for r in (0, 4, 5, 8, 13):
        yield f'movd %{REGS[4][r]}, {xmm()}'
        yield f'movd {xmm()}, %{REGS[4][r]}'
        yield f'movq %{REGS[8][r]}, {xmm()}'
        yield f'movq {xmm()}, %{REGS[8][r]}'
        yield f'movd %{REGS[8][r]}, {xmm()}'
    for a, b in XPAIRS:
        yield f'maskmovdqu %xmm{a}, %xmm{b}'
        yield f'pmovmskb %xmm{a}, {reg(4)}'
    yield 'pmovmskb %xmm1, %rax'
    for r in (0, 5, 12):
        d, q = REGS[4][r], REGS[8][r]
        for op in ('pinsrb', 'pinsrw', 'pinsrd'):
            yield f'{op} $1, %{d}, {xmm()}'
        yield f'pinsrq $1, %{q}, {xmm()}'
        for op in ('pextrb', 'pextrw', 'pextrd'):
            yield f'{op} $7, {xmm()}, %{d}'
        yield f'pextrq $0, {xmm()}, %{q}'
    for m in SOME_MEMORY:
        for op in ('pinsrb', 'pinsrw', 'pinsrd', 'pinsrq'):
            yield f'{op} $3, {m}, {xmm()}'
        for op in ('pextrb', 'pextrw', 'pextrd', 'pextrq'):
            yield f'{op} $1, {xmm()}, {m}'
    yield 'pextrw $1, %xmm1, %rax'
    yield 'pextrb $1, %xmm1, %rax'
    yield 'pblendvb %xmm0, %xmm1, %xmm9'
    yield 'pblendvb %xmm8, %xmm9'
    yield 'pblendvb (%rsp), %xmm9'
    yield 'sha256rnds2 %xmm0, %xmm1, %xmm2'
    yield 'sha256rnds2 (%r12), %xmm2'
    for op in ('pclmullqlqdq', 'pclmulhqlqdq', 'pclmullqhqdq', 'pclmulhqhqdq'):
        yield f'{op} {xmm()}, {xmm()}'
        yield f'{op} {pick(SOME_MEMORY)}, {xmm()}'


def x87():
    for op in '''flds fldl fldt fsts fstl fstps fstpl fstpt filds fildl fildll fildq fists fistl
            fistps fistpl fistpll fistpq fisttps fisttpl fisttpll fild fist fistp fisttp
            fbld fbstp fadds faddl fmuls fmull fsubs fsubl fsubrs fsubrl fdivs fdivl fdivrs fdivrl
            fiadds fiaddl fimuls fimull fisubs fisubl fisubrs fisubrl fidivs fidivl fidivrs fidivrl
            fcoms fcoml fcomps fcompl ficoms ficoml ficomps ficompl fnstsw fnstcw fldcw fnstenv
            fldenv fnsave frstor fstcw fstsw fstenv fsave'''.split():
        for m in few_memory() + ['-16(%rbp)']:
            yield f'{op} {m}'
    for m in MEMORY:
        yield f'fldt {m}'
    for op in 'fld fst fstp fxch ffree fcom fcomp fucom fucomp'.split():
        for i in (0, 1, 3, 7):
            yield f'{op} %st({i})'
    for op in 'fadd fmul fsub fsubr fdiv fdivr'.split():
        for i in (1, 2, 7):
            yield f'{op} %st({i}), %st'
            yield f'{op} %st, %st({i})'
            yield f'{op} %st({i})'
            yield f'{op}p %st, %st({i})'
            yield f'{op}p %st({i})'
        yield f'{op} %st, %st'
        yield f'{op}p'
        yield op
    for op in '''fcomi fcomip fucomi fucomip fcompi fucompi fcmovb fcmove fcmovbe fcmovu fcmovnb fcmovne fcmovnbe
            fcmovnu'''.split():
        for i in (0, 1, 6):
            yield f'{op} %st({i}), %st'
    yield from '''fxch fcom fcomp fucom fucomp fcomi fcomip fucomi fucomip fcompp fucompp ftst fxam
        fchs fabs fld1 fldl2t fldl2e fldpi fldlg2 fldln2 fldz f2xm1 fyl2x fptan fpatan fxtract
        fprem1 fdecstp fincstp fprem fyl2xp1 fsqrt fsincos frndint fscale fsin fcos fnop fwait
        wait fnclex fninit fclex finit emms'''.split()
    yield from ['fnstsw %ax', 'fstsw %ax', 'fnstsw', 'fld %st']


def system():
    yield from '''lfence mfence sfence syscall cpuid rdtsc rdtscp rdpmc xgetbv xsetbv xend xtest
        hlt cli sti clts invd wbinvd wrmsr rdmsr swapgs iret iretq iretw sysret sysretq'''.split()
    for op in '''clflush clflushopt clwb prefetchnta prefetcht0 prefetcht1 prefetcht2 prefetch
            prefetchw fxsave fxsave64 fxrstor fxrstor64 xsave xsave64 xrstor xrstor64 xsaveopt
            xsaveopt64 xsavec xsavec64 xsaves xsaves64 xrstors xrstors64 sgdt sidt lgdt lidt
            invlpg'''.split():
        for m in ['(%rax)', '64(%rsp)', '-512(%rbp)', '(%r12)', '8(%rip)']:
            yield f'{op} {m}'
    for op in ('rdrand', 'rdseed'):
        for size in (2, 4, 8):
            yield f'{op} %{REGS[size][1]}'
            yield f'{op} %{REGS[size][12]}'
    for op in 'rdfsbase rdgsbase wrfsbase wrgsbase'.split():
        yield from [f'{op} %eax', f'{op} %rbp', f'{op} %r13']
    yield from ['rdpid %rax', 'rdpid %r9']
    for s in ('es', 'ss', 'ds', 'fs', 'gs', 'cs'):
        yield from [f'mov %{s}, %eax', f'mov %{s}, %r9', f'mov %{s}, %ax', f'mov %{s}, (%rax)']
        if s != 'cs':
            yield from [f'mov %eax, %{s}', f'movw %ax, %{s}', f'mov (%r12), %{s}']
    for r in (0, 2, 3, 4, 8):
        yield from [f'mov %cr{r}, %rax', f'movq %r9, %cr{r}']
    for r in (0, 3, 7):
        yield from [f'mov %db{r}, %rax', f'mov %r9, %dr{r}']
    for size in (1, 2, 4):
        a = '%' + REGS[size][0]
        yield from [f'in %dx, {a}', f'out {a}, %dx', f'in $5, {a}', f'out {a}, $255',
                    f'in{SUFFIX[size]} %dx, {a}']


def symbol():
    """Operands with symbols, and expressions."""
    for m in ['foo(%rip)', 'foo+4(%rip)', 'foo-4(%rip)', 'foo@GOTPCREL(%rip)', '.L1+4(%rip)',
              'foo', 'foo(%rax)', 'foo+8(%rax,%rcx,4)', 'foo(,%rbx,8)', 'foo(%rbp)', 'foo(%r12)',
              '%fs:foo@TPOFF', 'foo@GOTTPOFF(%rip)', 'foo@TPOFF(%rax)', 'foo@DTPOFF(%rax)',
              '%fs:foo@TPOFF+4(%rax)']:
        yield f'movl {m}, %ecx'
        if 'GOT' not in m:
            yield f'addq $1, {m}'
            yield f'cmpl $1000, {m}'
            yield f'movw $1000, {m}'
            yield f'movss %xmm9, {m}'
            yield f'imull $3, {m}, %r9d'
            yield f'imull $1000, {m}, %r9d'
        yield f'movq {m}, %r10'
    yield from ['leaq foo@TLSGD(%rip), %rdi', 'leaq foo@TLSLD(%rip), %rdi',
                'addq foo@GOTTPOFF(%rip), %rax', 'leaq foo(%rip), %rdi',
                'movl $foo, %eax', 'movl $foo+4, %r12d', 'movq $foo, %rax', 'movabs $foo, %rax',
                'movabs $foo-8, %r9', 'movabs foo, %rax', 'movabs %al, foo+1',
                'addl $foo, %eax', 'addl $foo, %ecx', 'addq $foo, %rax', 'addq $foo, %rdx',
                'addb $foo, %al', 'andw $foo, %cx', 'testl $foo, %eax', 'cmpq $foo, (%rax)',
                'movl $foo, bar(%rip)', 'movq $foo, bar+4(%rip)', 'movb $foo, bar(%rip)',
                'push $foo', 'imul $foo, %eax, %ecx', 'imul $foo, (%rax), %rcx', 'int $foo',
                'shll $foo, %eax', 'pshufd $foo, bar(%rip), %xmm1', 'pshufd $1, bar(%rip), %xmm1',
                'shldl $3, %eax, foo(%rip)', 'pextrd $1, %xmm1, foo(%rip)',
                'cmpxchgl %eax, foo(%rip)', 'lock incl foo(%rip)', 'fldt foo(%rip)', 'leal foo(%eax), %eax',
                'data16 leaq foo@TLSGD(%rip), %rdi', 'rex64 call foo@PLT', 'addr32 nop',
                'movl $(1<<4)|3, %eax', 'movl $-(3+4)*2, %eax', 'movl $~0, %eax',
                "movb $'a, %al", 'movl $0x10+010+10, %eax', 'movl $0b101, %ecx',
                'movl 2*8(%rax), %ecx', 'movl (4+4)(%rax), %ecx', 'movl (8), %ecx',
                'movl $7%4, %eax', 'movl $100/7, %eax', 'movl $0xf0>>4^1, %eax', 'movl $6&3, %eax',
                'movl $+5, %eax', 'movl $foo+(8-4), %eax', 'movl $8+foo, %eax',
                'movl "foo bar"(%rip), %eax', 'MOVL %EAX, %ECX', 'Lock ADDQ $1, 8(%R9,%Rbx,4)',
                'movq 0xfffffffffffffff8(%rbp), %rax']


def illegal():
    """Text, our column, our message."""
    return [
        ('frobnicate %eax', 1, "there is no instruction 'frobnicate'"),
        ('addl %eax', 1, 'addl: wrong number of operands'),
        ('addl %eax, %ecx, %edx', 1, 'addl: wrong number of operands'),
        ('addl %eax, %xmm0', 12, 'addl: operand cannot be %xmm0'),
        ('addl %rax, %ecx', 6, 'addl: operand %rax does not fit size 4'),
        ('add %rax, %ecx', 11, 'add: operand %ecx does not fit size 8'),
        ('addl (%rax), (%rcx)', 6, 'addl: operand cannot be memory'),
        ('testl (%rax), (%rcx)', 7, 'testl: operand cannot be memory'),
        ('xchgq (%rax), (%rcx)', 7, 'xchgq: operand cannot be memory'),
        ('testl (%rax), $3', 15, 'testl: operand cannot be an immediate'),
        ('movabsw $5, %rax', 13, 'movabsw: only a 64-bit register takes such an immediate'),
        ('movabs $5, %eax', 12, 'movabs: only a 64-bit register takes such an immediate'),
        ('pextrd $1, %xmm1, %rax', 19, 'pextrd: operand cannot be %rax'),
        ('fcmove %st(1)', 1, 'fcmove: wrong number of operands'),
        ('repe subl %eax, %ecx', 6, 'sub: cannot be repeated'),
        ('addl %eax, $5', 12, 'addl: operand cannot be an immediate'),
        ('addq $0x80000000, %rax', 1,
         'add: immediate 2147483648 does not fit a sign-extended 32-bit field'),
        ('movq $0x80000000, (%rax)', 1,
         'mov: immediate 2147483648 does not fit a sign-extended 32-bit field'),
        ('movb %ah, %sil', 1,
         'mov: %ah, %ch, %dh and %bh cannot stand beside an operand that needs REX'),
        ('movb %ah, (%r8)', 1,
         'mov: %ah, %ch, %dh and %bh cannot stand beside an operand that needs REX'),
        ('movzbq %bh, %rax', 1,
         'movzb: %ah, %ch, %dh and %bh cannot stand beside an operand that needs REX'),
        ('addb %dh, %r9b', 1,
         'add: %ah, %ch, %dh and %bh cannot stand beside an operand that needs REX'),
        ('movl (%rax,%rsp), %ecx', 12, '%rsp cannot be an index'),
        ('movl (%rax,%rsp,2), %ecx', 12, '%rsp cannot be an index'),
        ('movl (%rip,%rax), %ecx', 12, '%rip cannot have an index'),
        ('movl (%rax,%rcx,3), %ecx', 17, 'the scale must be 1, 2, 4 or 8'),
        ('movl (%rax,%ecx), %ecx', 12, 'base and index must be of one size'),
        ('movl (%ax), %ecx', 7, '%ax cannot be part of an address'),
        ('movl (%xmm0), %ecx', 7, '%xmm0 cannot be part of an address'),
        ('movl (%rax, %ecx', 13, 'base and index must be of one size'),
        ('movl 4(%rax, %eax', 14, 'base and index must be of one size'),
        ('movl 4(%rax', 12, "expected ')', found the end of the line"),
        ('movl %eaz, %ecx', 6, 'there is no register %eaz'),
        ('movl %eax %ecx', 11, "expected ',' or the end of the line, found '%'"),
        ('movl %eax,', 11, 'expected an operand, found the end of the line'),
        ('movl $, %eax', 7, "expected an operand, found ','"),
        ('movl $0x, %eax', 7, "'0x' is not a number of at most 64 bits"),
        ('movl $foo*2, %eax', 10, "'*' needs numbers, not symbols"),
        ('movl $-foo, %eax', 7, 'a symbol cannot be negated'),
        ('movl $foo+bar, %eax', 10,
         'an operand may add numbers to one symbol, and subtract another'),
        ('leal %eax, %ecx', 6, 'leal: operand cannot be %eax'),
        ('leal $5, %ecx', 6, 'leal: there is no form with an immediate'),
        ('leab (%rax), %cl', 1, "there is no instruction 'leab'"),
        ('addl %eax, 5, %ecx', 1, 'addl: wrong number of operands'),
        ('lock addl (%rax), %ecx', 6, 'add: lock needs a memory destination'),
        ('lock addl %eax, %ecx', 6, 'add: lock needs a memory destination'),
        ('lock movl %eax, (%rcx)', 6, 'mov: cannot be locked'),
        ('lock cmpl %eax, (%rcx)', 6, 'cmp: cannot be locked'),
        ('rep addsd %xmm0, %xmm1', 5, 'addsd: cannot be repeated'),
        ('shll %al, %ecx', 6, 'shll: the count must be an immediate or %cl'),
        ('shll $256, %eax', 1, 'shl: immediate 256 does not fit 8 bits'),
        ('shldl $1, %rax, %ecx', 11, 'shldl: operand %rax does not fit size 4'),
        ('push %eax', 6, 'push: operand size 4 does not exist'),
        ('pushl %eax', 1, "there is no instruction 'pushl'"),
        ('pushq $0x80000000', 1,
         'push: immediate 2147483648 does not fit a sign-extended 32-bit field'),
        ('bswap %ax', 7, 'bswap: operand size 2 does not exist'),
        ('movzbl %ax, %ecx', 8, 'movzbl: operand cannot be %ax'),
        ('movzbl (%rax), %cl', 16, 'movzbl: operand %cl does not fit size 4'),
        ('xaddl (%rax), %ecx', 7, 'xaddl: operand cannot be memory'),
        ('cmpxchg16b %rax', 12, 'cmpxchg16b: operand cannot be %rax'),
        ('sete %eax', 6, 'sete: operand cannot be %eax'),
        ('cmovel %al, %ecx', 8, 'cmovel: operand %al does not fit size 4'),
        ('cmove $1, %ecx', 7, 'cmove: there is no form with an immediate'),
        ('jne *%rax', 6, "'*' belongs to indirect jumps and calls"),
        ('jne %rax', 5, 'jne: the target of a direct branch must be a symbol'),
        ('jmp *%eax', 6, 'jmp: operand size 4 does not exist'),
        ('jmp $5', 5, 'jmp: the target of a direct branch must be a symbol'),
        ('ret $0x10000', 1, 'ret: immediate 65536 does not fit 16 bits'),
        ('int $256', 1, 'int: immediate 256 does not fit 8 bits'),
        ('movaps %xmm0, %eax', 15, 'movaps: operand cannot be %eax'),
        ('movaps %eax, %xmm0', 8, 'movaps: operand cannot be %eax'),
        ('movlps %xmm0, %xmm1', 8, 'movlps: operand cannot be %xmm0'),
        ('movhlps (%rax), %xmm1', 9, 'movhlps: operand cannot be memory'),
        ('movntps (%rax), %xmm1', 9, 'movntps: operand cannot be memory'),
        ('addsd %xmm0, (%rax)', 14, 'addsd: operand cannot be memory'),
        ('addsd %xmm16, %xmm0', 7, 'there is no register %xmm16'),
        ('pshufd %xmm0, %xmm1', 1, 'pshufd: wrong number of operands'),
        ('pshufd $256, %xmm0, %xmm1', 1, 'pshufd: immediate 256 does not fit 8 bits'),
        ('psllw $1, (%rax)', 1, 'psllw: has no form memory, imm'),
        ('pinsrq $1, %eax, %xmm0', 12, 'pinsrq: operand cannot be %eax'),
        ('blendvps %xmm1, %xmm2, %xmm3', 10, 'blendvps: the mask must be %xmm0'),
        ('cvtsi2sd %al, %xmm0', 10, 'cvtsi2sd: operand size 1 does not exist'),
        ('cvttsd2si %xmm0, %ax', 18, 'cvttsd2si: operand size 2 does not exist'),
        ('fadd %st(1), %st(2)', 14, 'fadd: this operand must be %st'),
        ('fld %st(8)', 9, "the x87 stack has registers 0 to 7, found '8'"),
        ('fld %eax', 5, 'fld: operand cannot be %eax'),
        ('fldt %st(1)', 6, 'fldt: operand cannot be %st(1)'),
        ('fcmove %st, %st(1)', 13, 'fcmove: this operand must be %st'),
        ('andn %eax, %rcx, %edx', 12, 'andn: operand %rcx does not fit size 4'),
        ('andn %ax, %cx, %dx', 16, 'andn: operand size 2 does not exist'),
        ('blsr %eax, %ecx, %edx', 1, 'blsr: wrong number of operands'),
        ('mov %cr0, %eax', 11, 'mov: operand size 4 does not exist'),
        ('in %cx, %al', 4, 'in: operand cannot be %cx'),
        ('in %dx, %rax', 9, 'in: operand cannot be %rax'),
        ('cpuid %eax', 7, 'cpuid: takes no operands'),
        ('movl %eax:4, %ecx', 6, '%eax is not a segment register'),
        ('movl 0x80000000(%rax), %ecx', 6,
         'displacement 2147483648 does not fit a signed 32-bit field'),
        ('crc32w %al, %eax', 8, 'crc32w: operand %al does not fit size 2'),
        ('movbe %eax, %ecx', 13, 'movbe: operand cannot be %ecx'),
        ('movabs (%rax), %rax', 8, 'movabs: operand cannot be memory'),
        ('movabs 0x123456789abcdef0, %rcx', 28, 'movabs: operand cannot be %rcx'),
    ]


# Refused by us for clarity although GNU as has an idea of what is meant.
OURS = [
    ('addl $0x100000000, %eax', 1, 'add: immediate 4294967296 does not fit 32 bits'),
    ('addl $-0x80000001, %eax', 1, 'add: immediate -2147483649 does not fit 32 bits'),
    ('addb $-129, %al', 1, 'add: immediate -129 does not fit 8 bits'),
    ('addw $0x10000, %ax', 1, 'add: immediate 65536 does not fit 16 bits'),
    ('movl $0x100000000, %eax', 1, 'mov: immediate 4294967296 does not fit 32 bits'),
    ('movl $1/0, %eax', 8, 'division by zero'),
    ('shll %ecx, %eax', 6, 'shll: the count must be an immediate or %cl'),
    ('movsx %eax, %ecx', 13, 'movsx: operand size 4 does not exist'),
    ('addl $1, (%rax) extra', 17, "expected ',' or the end of the line, found 'extra'"),
    ('add $1, (%rax)', 9, 'add: no register says the operand size; add a suffix b, w, l or q'),
    ('shl (%rax)', 5, 'shl: no register says the operand size; add a suffix b, w, l or q'),
    ('cvtsi2sd (%rax), %xmm0', 10,
     'cvtsi2sd: no register says the operand size; add a suffix b, w, l or q'),
    ('movzx (%rax), %ecx', 7, 'movzx: the size of the memory operand is not known'),
    ('crc32 (%rax), %ecx', 7, 'crc32: the size of the memory operand is not known'),
    ('movl $foo-bar-baz, %eax', 14,
     'an operand may add numbers to one symbol, and subtract another'),
    ('enter $70000, $0', 1, 'enter: immediate 70000 does not fit 16 bits'),
    ('enter $0, $256', 1, 'enter: immediate 256 does not fit 8 bits'),
    ('jmp 0x1234', 5, 'jmp: an absolute target is not supported; name a symbol'),
    ('movl %eax, %ymm0', 12, 'there is no register %ymm0'),
    ('addb $256, %al', 1, 'add: immediate 256 does not fit 8 bits'),
]

CHAPTERS = [arith, move, condition, branch, shift, string, sse, packed, x87, system, symbol]


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, check=False)


def assemble(lines, directory):
    """The rows of a table for the lines."""
    source = os.path.join(directory, 'x.s')
    obj = os.path.join(directory, 'x.o')
    binary = os.path.join(directory, 'x.bin')
    with open(source, 'w') as f:
        for i, line in enumerate(lines):
            f.write(f'row_{i}: {line}\n')
        f.write(f'row_{len(lines)}:\n')
    # No GOTPCRELX: whether an instruction may be relaxed is the linker writer's question.
    result = run('as', '--64', '-mrelax-relocations=no', '-o', obj, source)
    errors = [e for e in result.stderr.splitlines() if 'Error' in e]
    if errors:
        for e in errors:
            n = int(re.search(r':(\d+):', e).group(1))
            print(e, '   ', lines[n - 1], file=sys.stderr)
        sys.exit(1)
    run('objcopy', '-O', 'binary', '-j', '.text', obj, binary)
    with open(binary, 'rb') as f:
        code = f.read()
    starts = [0] * (len(lines) + 1)
    for entry in run('nm', obj).stdout.splitlines():
        value, _, name = entry.rpartition(' ')
        if name.startswith('row_'):
            starts[int(name[4:])] = int(value.split()[0], 16)
    relocations = {}
    for entry in run('readelf', '-rW', obj).stdout.splitlines():
        m = re.match(r'([0-9a-f]{12,16})\s+\S+\s+(R_X86_64_\w+)\s+\S+\s+(.*)$', entry)
        if m:
            where, kind, target = int(m.group(1), 16), m.group(2), m.group(3)
            m = re.match(r'(.*) ([-+]) ([0-9a-f]+)$', target)
            relocations[where] = (kind, f'{m.group(1)}{m.group(2)}{int(m.group(3), 16)}')
    rows = []
    for i, line in enumerate(lines):
        row = f'{line} | {code[starts[i]:starts[i + 1]].hex()}'
        for where in range(starts[i], starts[i + 1]):
            if where in relocations:
                kind, target = relocations[where]
                row += f' | {where - starts[i]}:{kind}:{target}'
        rows.append(row)
    return rows


def main():
    total = 0
    with tempfile.TemporaryDirectory() as directory:
        for chapter in CHAPTERS:
            lines = list(dict.fromkeys(chapter()))
            rows = assemble(lines, directory)
            with open(os.path.join(OUT, chapter.__name__ + '.enc'), 'w') as f:
                f.write('\n'.join(rows) + '\n')
            print(f'{chapter.__name__}: {len(rows)}')
            total += len(rows)
        rows = []
        for line, column, message in dict.fromkeys(illegal()):
            source = os.path.join(directory, 'x.s')
            with open(source, 'w') as f:
                f.write(line + '\n')
            result = run('as', '--64', '-o', os.path.join(directory, 'x.o'), source)
            if 'Error' not in result.stderr:
                print('GNU as accepts:', line, file=sys.stderr)
            rows.append(f'{line} | illegal | {column} | {message}')
        for line, column, message in OURS:
            rows.append(f'{line} | illegal | {column} | {message}')
        with open(os.path.join(OUT, 'illegal.enc'), 'w') as f:
            f.write('\n'.join(rows) + '\n')
        print(f'illegal: {len(rows)}')
        print(f'total: {total + len(rows)}')


if __name__ == '__main__':
    main()
