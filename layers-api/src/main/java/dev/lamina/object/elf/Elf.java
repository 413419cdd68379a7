package dev.lamina.object.elf;

/** The numbers of the ELF format that both reader and writer need (gABI, chapter 4). */
final class Elf {
  static final int HEADER_SIZE = 64;
  static final int SECTION_HEADER_SIZE = 64;
  static final int SYMBOL_SIZE = 24;
  static final int RELA_SIZE = 24;

  static final int ELFOSABI_NONE = 0;
  static final int ELFOSABI_GNU = 3;

  static final int ET_REL = 1;

  static final int SHT_NULL = 0;
  static final int SHT_PROGBITS = 1;
  static final int SHT_SYMTAB = 2;
  static final int SHT_STRTAB = 3;
  static final int SHT_RELA = 4;
  static final int SHT_NOTE = 7;
  static final int SHT_NOBITS = 8;
  static final int SHT_REL = 9;
  static final int SHT_INIT_ARRAY = 14;
  static final int SHT_FINI_ARRAY = 15;
  static final int SHT_PREINIT_ARRAY = 16;
  static final int SHT_GROUP = 17;
  static final int SHT_SYMTAB_SHNDX = 18;
  static final int SHT_LLVM_ADDRSIG = 0x6fff4c03;
  static final int SHT_X86_64_UNWIND = 0x70000001;

  static final long SHF_INFO_LINK = 0x40;
  static final long SHF_GROUP = 0x200;

  static final int SHN_UNDEF = 0;
  static final int SHN_LORESERVE = 0xff00;
  static final int SHN_X86_64_LCOMMON = 0xff02;
  static final int SHN_ABS = 0xfff1;
  static final int SHN_COMMON = 0xfff2;
  static final int SHN_XINDEX = 0xffff;

  static final int STB_GNU_UNIQUE = 10;
  static final int STT_TLS = 6;
  static final int STT_GNU_IFUNC = 10;

  static final int GRP_COMDAT = 1;

  static final String GNU_STACK = ".note.GNU-stack";

  private Elf() {}
}
