package dev.lamina.object.elf;

import static dev.lamina.object.elf.Elf.*;

import dev.lamina.object.Machine;
import dev.lamina.object.ObjectFile;
import dev.lamina.object.ObjectFormatException;
import dev.lamina.object.Relocations;
import dev.lamina.object.Section;
import dev.lamina.object.SectionGroup;
import dev.lamina.object.Symbol;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads an ELF64 relocatable file. The sections' contents are shared with the array that was given,
 * which must not change afterwards.
 *
 * <p>Kept: every section that holds bytes or memory of the program, and those beside it (notes,
 * debug information, comments). Turned into the model: symbols, RELA relocations, groups. Left out:
 * {@code SHT_LLVM_ADDRSIG}, which speaks of symbol numbers that change, and {@code
 * .note.GNU-stack}, which becomes {@link ObjectFile#executableStack()}.
 */
public final class ElfReader {
  /** Names may share bytes of the string table; this bounds what a file can make of that. */
  private static final long NAME_BYTES_PER_FILE_BYTE = 16;

  private static final long MAX_ALIGNMENT = 1L << 32;

  private final String name;
  private final byte[] bytes;
  private final int base;
  private final int length;
  private final ByteBuffer in;
  private long nameBudget;

  private int sectionCount;
  private long headerTable;
  private final ObjectFile object;

  /** By the file's number; null for those that the model does not keep as sections. */
  private @Nullable Section[] sections = new Section[0];

  private @Nullable Symbol[] symbols = new Symbol[0];
  private @Nullable Symbol nullSymbol;
  private int symtabIndex = -1;

  private ElfReader(String name, byte[] bytes, int base, int length) throws ObjectFormatException {
    this.name = name;
    this.bytes = bytes;
    this.base = base;
    this.length = length;
    this.nameBudget = 4096 + NAME_BYTES_PER_FILE_BYTE * length;
    this.in = ByteBuffer.wrap(bytes, base, length).slice();
    this.object = new ObjectFile(name, readFileHeader());
  }

  /** Reads {@code bytes}; {@code name} is for messages. */
  public static ObjectFile read(String name, byte[] bytes) throws ObjectFormatException {
    return read(name, bytes, 0, bytes.length);
  }

  /** Reads the {@code length} bytes from {@code offset} on. */
  public static ObjectFile read(String name, byte[] bytes, int offset, int length)
      throws ObjectFormatException {
    return new ElfReader(name, bytes, offset, length).readAll();
  }

  private Machine readFileHeader() throws ObjectFormatException {
    if (length >= 4 && in.getInt(0) == 0x4243c0de) { // big-endian: the buffer's first order
      throw fault(0, "LLVM bitcode; an ELF object was expected (compile with -c, without -flto)");
    }
    if (length < 4 || in.getInt(0) != 0x7f454c46) {
      throw fault(0, "not an ELF file: it does not begin with 7f 45 4c 46");
    }
    if (length < HEADER_SIZE) {
      throw fault(length, "the file ends within the ELF header (64 bytes)");
    }
    if (in.get(4) != 2) {
      throw fault(4, in.get(4) == 1 ? "a 32-bit object; only ELF64 is supported" : "bad ELF class");
    }
    int data = in.get(5);
    if (data != 1 && data != 2) {
      throw fault(5, "byte order " + data + ", expected 1 (little) or 2 (big)");
    }
    in.order(data == 1 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int osAbi = in.get(7) & 0xff;
    if (osAbi != ELFOSABI_NONE && osAbi != ELFOSABI_GNU) {
      throw fault(7, "OS/ABI " + osAbi + ", expected 0 (System V) or 3 (GNU)");
    }
    int type = u16(16);
    if (type != ET_REL) {
      String what =
          switch (type) {
            case 2 -> "an executable";
            case 3 -> "a shared library (load it with -dlopen)";
            case 4 -> "a core file";
            default -> "file type " + type;
          };
      throw fault(16, what + "; a relocatable object was expected");
    }
    if (in.getInt(20) != 1) {
      throw fault(20, "ELF version " + in.getInt(20) + ", expected 1");
    }
    headerTable = in.getLong(40);
    if (u16(58) != SECTION_HEADER_SIZE) {
      throw fault(58, "section headers of " + u16(58) + " bytes, expected 64");
    }
    if (headerTable < HEADER_SIZE || headerTable > length - SECTION_HEADER_SIZE) {
      throw fault(40, "section headers at 0x" + Long.toHexString(headerTable) + outside());
    }
    long count = u16(60);
    if (count == 0) {
      count = in.getLong((int) headerTable + 32);
    }
    if (count < 1 || count > (length - headerTable) / SECTION_HEADER_SIZE) {
      throw fault(60, count + " section headers do not fit the file of " + length + " bytes");
    }
    sectionCount = (int) count;
    return machine(u16(18), in.order(), in.getInt(48));
  }

  private static Machine machine(int elfMachine, ByteOrder order, int flags) {
    Machine read = new Machine(elfMachine, order, flags);
    return read.equals(Machine.X86_64) ? Machine.X86_64 : read;
  }

  private ObjectFile readAll() throws ObjectFormatException {
    sections = new Section[sectionCount];
    long shstrtab = u16(62);
    if (shstrtab == SHN_XINDEX) {
      shstrtab = u32(header(0) + 40);
    }
    int namesIndex = stringTable(62, shstrtab);
    for (int i = 1; i < sectionCount; i++) {
      readSection(i, namesIndex);
    }
    linkOrderedSections();
    readSymbols();
    readGroups();
    for (int i = 1; i < sectionCount; i++) {
      if (type(i) == SHT_RELA) {
        readRelocations(i);
      }
    }
    return object;
  }

  // Sections (gABI 4, "Sections").

  private int header(int index) {
    return (int) headerTable + index * SECTION_HEADER_SIZE;
  }

  private int type(int index) {
    return in.getInt(header(index) + 4);
  }

  private long flags(int index) {
    return in.getLong(header(index) + 8);
  }

  /** The place of a section's bytes, after checking that they are within the file. */
  private int content(int index) throws ObjectFormatException {
    long offset = in.getLong(header(index) + 24);
    long size = in.getLong(header(index) + 32);
    if (size < 0 || offset < 0 || size > length || offset > length - size) {
      throw fault(
          header(index) + 24,
          "section %d: 0x%x bytes at 0x%x%s".formatted(index, size, offset, outside()));
    }
    return (int) offset;
  }

  private int size(int index) {
    return (int) in.getLong(header(index) + 32);
  }

  private void readSection(int index, int namesIndex) throws ObjectFormatException {
    int header = header(index);
    int type = type(index);
    if (type != SHT_NOBITS) {
      content(index);
    }
    switch (type) {
      case SHT_NULL, SHT_STRTAB, SHT_RELA, SHT_GROUP, SHT_SYMTAB_SHNDX, SHT_LLVM_ADDRSIG -> {
        return;
      }
      case SHT_SYMTAB -> {
        if (symtabIndex >= 0) {
          throw fault(header + 4, "a second symbol table");
        }
        symtabIndex = index;
        return;
      }
      default -> {}
    }
    String sectionName = string(namesIndex, u32(header), header);
    if (type == SHT_REL) {
      throw fault(header + 4, "section " + sectionName + " is SHT_REL; only SHT_RELA is supported");
    }
    long flags = flags(index) & ~(SHF_GROUP | SHF_INFO_LINK);
    if (sectionName.equals(GNU_STACK)) {
      object.setExecutableStack((flags & Section.EXECINSTR) != 0);
      return;
    }
    long alignment = Math.max(1, in.getLong(header + 48));
    if (Long.bitCount(alignment) != 1 || alignment < 0 || alignment > MAX_ALIGNMENT) {
      throw fault(
          header + 48,
          "section %s: alignment 0x%x is no power of 2 up to 4 GiB"
              .formatted(sectionName, in.getLong(header + 48)));
    }
    Section.Kind kind = kind(index, sectionName, type, flags);
    Section section =
        object.addSection(sectionName, kind, type, flags, in.getLong(header + 56), alignment);
    if (type == SHT_NOBITS) {
      long size = in.getLong(header + 32);
      if (size < 0) {
        throw fault(header + 32, "section %s: size 0x%x".formatted(sectionName, size));
      }
      if (kind.isZeroFill()) {
        section.setZeroFill(size);
      }
    } else {
      section.setContent(bytes, base + content(index), size(index));
    }
    sections[index] = section;
  }

  private Section.Kind kind(int index, String sectionName, int type, long flags)
      throws ObjectFormatException {
    boolean alloc = (flags & Section.ALLOC) != 0;
    if (!alloc) {
      if (type == SHT_NOBITS && in.getLong(header(index) + 32) != 0) {
        throw fault(header(index) + 4, "section " + sectionName + " has neither bytes nor memory");
      }
      boolean debug = sectionName.startsWith(".debug") || sectionName.startsWith(".zdebug");
      return type == SHT_NOTE ? Section.Kind.NOTE : debug ? Section.Kind.DEBUG : Section.Kind.OTHER;
    }
    switch (type) {
      case SHT_PROGBITS, SHT_NOBITS, SHT_NOTE, SHT_X86_64_UNWIND -> {}
      case SHT_INIT_ARRAY -> {
        return Section.Kind.INIT_ARRAY;
      }
      case SHT_FINI_ARRAY -> {
        return Section.Kind.FINI_ARRAY;
      }
      case SHT_PREINIT_ARRAY -> {
        return Section.Kind.PREINIT_ARRAY;
      }
      default ->
          throw fault(
              header(index) + 4,
              "section %s: type 0x%x is not supported in memory of the program"
                  .formatted(sectionName, type));
    }
    if (type == SHT_NOTE) {
      return Section.Kind.NOTE;
    }
    boolean write = (flags & Section.WRITE) != 0;
    if ((flags & Section.EXECINSTR) != 0) {
      if (write || type == SHT_NOBITS) {
        throw fault(
            header(index) + 8,
            "section " + sectionName + " is code that is writable or has no bytes");
      }
      return Section.Kind.TEXT;
    }
    if ((flags & Section.TLS) != 0) {
      return type == SHT_NOBITS ? Section.Kind.TLS_BSS : Section.Kind.TLS_DATA;
    }
    if (type == SHT_NOBITS) {
      return Section.Kind.BSS;
    }
    if (sectionName.equals(".eh_frame") || type == SHT_X86_64_UNWIND) {
      return Section.Kind.EH_FRAME;
    }
    if (isNamed(sectionName, ".ctors")) {
      return Section.Kind.INIT_ARRAY;
    }
    if (isNamed(sectionName, ".dtors")) {
      return Section.Kind.FINI_ARRAY;
    }
    if (write) {
      return isNamed(sectionName, ".data.rel.ro") ? Section.Kind.RELRO : Section.Kind.DATA;
    }
    return (flags & Section.MERGE) != 0 ? Section.Kind.CONSTANTS : Section.Kind.RODATA;
  }

  private static boolean isNamed(String sectionName, String prefix) {
    return sectionName.startsWith(prefix)
        && (sectionName.length() == prefix.length() || sectionName.charAt(prefix.length()) == '.');
  }

  private void linkOrderedSections() throws ObjectFormatException {
    for (int i = 1; i < sectionCount; i++) {
      Section section = sections[i];
      if (section != null && section.has(Section.LINK_ORDER)) {
        long link = u32(header(i) + 40);
        if (link >= sectionCount) {
          throw fault(header(i) + 40, "section " + section.name() + " follows section " + link);
        }
        Section linked = sections[(int) link];
        if (linked != null) {
          section.linkTo(linked);
        }
      }
    }
  }

  // Symbols (gABI 4, "Symbol Table").

  private void readSymbols() throws ObjectFormatException {
    if (symtabIndex < 0) {
      return;
    }
    int header = header(symtabIndex);
    int table = content(symtabIndex);
    int size = size(symtabIndex);
    if (in.getLong(header + 56) != SYMBOL_SIZE || size % SYMBOL_SIZE != 0) {
      throw fault(header + 56, "a symbol table whose entries are not 24 bytes");
    }
    int names = stringTable(header + 40, u32(header + 40));
    int extended = extendedIndexes(size / SYMBOL_SIZE);
    symbols = new Symbol[size / SYMBOL_SIZE];
    for (int i = 1; i < symbols.length; i++) {
      readSymbol(i, table + i * SYMBOL_SIZE, names, extended);
    }
  }

  /** The place of the table of section numbers that did not fit, or -1. */
  private int extendedIndexes(int symbolCount) throws ObjectFormatException {
    for (int i = 1; i < sectionCount; i++) {
      if (type(i) == SHT_SYMTAB_SHNDX && u32(header(i) + 40) == symtabIndex) {
        int at = content(i);
        if (size(i) / 4 < symbolCount) {
          throw fault(header(i) + 32, "SHT_SYMTAB_SHNDX is shorter than its symbol table");
        }
        return at;
      }
    }
    return -1;
  }

  private void readSymbol(int index, int at, int names, int extended) throws ObjectFormatException {
    Symbol symbol = object.addSymbol(string(names, u32(at), at));
    symbols[index] = symbol;
    int info = in.get(at + 4) & 0xff;
    int other = in.get(at + 5) & 0xff;
    symbol.binding(
        switch (info >> 4) {
          case 0 -> Symbol.Binding.LOCAL;
          case 1 -> Symbol.Binding.GLOBAL;
          case 2 -> Symbol.Binding.WEAK;
          case STB_GNU_UNIQUE -> Symbol.Binding.UNIQUE;
          default -> throw fault(at + 4, "symbol " + symbol + ": binding " + (info >> 4));
        });
    symbol.type(
        switch (info & 15) {
          case 0 -> Symbol.Type.NOTYPE;
          case 1, 5 -> Symbol.Type.OBJECT; // 5: STT_COMMON, an object not yet placed
          case 2 -> Symbol.Type.FUNC;
          case 3 -> Symbol.Type.SECTION;
          case 4 -> Symbol.Type.FILE;
          case STT_TLS -> Symbol.Type.TLS;
          case STT_GNU_IFUNC -> Symbol.Type.IFUNC;
          default -> throw fault(at + 4, "symbol " + symbol + ": type " + (info & 15));
        });
    symbol.visibility(
        switch (other & 3) {
          case 0 -> Symbol.Visibility.DEFAULT;
          case 1 -> Symbol.Visibility.INTERNAL;
          case 2 -> Symbol.Visibility.HIDDEN;
          default -> Symbol.Visibility.PROTECTED;
        });
    symbol.otherBits(other & ~3);
    long value = in.getLong(at + 8);
    long size = in.getLong(at + 16);
    if (size < 0) {
      throw fault(at + 16, "symbol %s: size 0x%x".formatted(symbol, size));
    }
    symbol.size(size);
    long section = u16(at + 6);
    if (section == SHN_XINDEX) {
      if (extended < 0) {
        throw fault(at + 6, "symbol " + symbol + " needs a table of section numbers");
      }
      section = u32(extended + 4 * index);
    } else if (section >= SHN_LORESERVE) {
      placeSpecially(symbol, (int) section, at, value, size);
      return;
    }
    if (section != SHN_UNDEF) {
      placeInSection(symbol, section, at, value, size);
    } else if (symbol.isLocal() && !symbol.name().isEmpty()) {
      throw fault(at + 6, "local symbol " + symbol + " is not defined");
    }
  }

  private void placeSpecially(Symbol symbol, int section, int at, long value, long size)
      throws ObjectFormatException {
    switch (section) {
      case SHN_ABS -> symbol.defineAbsolute(value);
      case SHN_COMMON, SHN_X86_64_LCOMMON -> {
        long alignment = Math.max(1, value);
        if (alignment < 0 || Long.bitCount(alignment) != 1 || alignment > MAX_ALIGNMENT) {
          throw fault(at + 8, "common %s: alignment 0x%x".formatted(symbol, value));
        }
        symbol.defineCommon(size, alignment);
      }
      default -> throw fault(at + 6, "symbol %s: section 0x%x".formatted(symbol, section));
    }
  }

  private void placeInSection(Symbol symbol, long number, int at, long value, long size)
      throws ObjectFormatException {
    if (number >= sectionCount) {
      throw fault(at + 6, "symbol " + symbol + " is in section " + number + " of " + sectionCount);
    }
    Section section = sections[(int) number];
    if (section == null) {
      symbol.defineAbsolute(0); // a symbol of what the model leaves out; nothing can refer to it
      return;
    }
    if (value < 0 || value > section.size()) {
      throw fault(
          at + 8,
          "symbol %s is at 0x%x of %s, which has 0x%x bytes"
              .formatted(symbol.displayName(), value, section.name(), section.size()));
    }
    symbol.define(section, value, size);
    if (symbol.type() == Symbol.Type.SECTION && value == 0 && symbol.isLocal()) {
      section.adoptSymbol(symbol);
    }
  }

  private Symbol symbol(long number, long at) throws ObjectFormatException {
    if (number == 0) {
      if (nullSymbol == null) {
        nullSymbol = object.addSymbol("").defineAbsolute(0).binding(Symbol.Binding.LOCAL);
      }
      return nullSymbol;
    }
    Symbol symbol = number < symbols.length ? symbols[(int) number] : null;
    if (symbol == null) {
      throw fault(at, "symbol number " + number + " of " + symbols.length);
    }
    return symbol;
  }

  // Groups and relocations.

  private void readGroups() throws ObjectFormatException {
    for (int i = 1; i < sectionCount; i++) {
      if (type(i) != SHT_GROUP) {
        continue;
      }
      int header = header(i);
      int at = content(i);
      int size = size(i);
      if (size < 4 || size % 4 != 0) {
        throw fault(header + 32, "a group of " + size + " bytes");
      }
      Symbol signature = symbol(u32(header + 44), header + 44);
      SectionGroup group = object.addGroup(signature, (u32(at) & GRP_COMDAT) != 0);
      for (int k = 4; k < size; k += 4) {
        long member = u32(at + k);
        if (member == 0 || member >= sectionCount) {
          throw fault(at + k, "group " + signature + " has section " + member);
        }
        Section section = sections[(int) member];
        if (section == null) {
          continue; // relocations: they go with what they relocate
        }
        if (section.group() != null) {
          throw fault(at + k, "section " + section.name() + " is in two groups");
        }
        section.joinGroup(group);
      }
    }
  }

  private void readRelocations(int index) throws ObjectFormatException {
    int header = header(index);
    long target = u32(header + 44);
    if (target == 0 || target >= sectionCount) {
      throw fault(header + 44, "relocations of section " + target + " of " + sectionCount);
    }
    Section section = sections[(int) target];
    if (section == null) {
      return;
    }
    if (in.getLong(header + 56) != RELA_SIZE || size(index) % RELA_SIZE != 0) {
      throw fault(header + 56, "relocations that are not 24 bytes each");
    }
    if (u32(header + 40) != symtabIndex) {
      throw fault(header + 40, "relocations of " + section.name() + " without the symbol table");
    }
    if (section.kind().isZeroFill() && size(index) > 0) {
      throw fault(header + 44, "relocations of " + section.name() + ", which has no bytes");
    }
    int at = content(index);
    int count = size(index) / RELA_SIZE;
    Relocations relocations = section.relocations();
    relocations.reserve(count);
    for (int i = 0; i < count; i++, at += RELA_SIZE) {
      long offset = in.getLong(at);
      if (offset < 0 || offset >= section.size()) {
        throw fault(
            at,
            "relocation at 0x%x of %s, which has 0x%x bytes"
                .formatted(offset, section.name(), section.size()));
      }
      long info = in.getLong(at + 8);
      relocations.add(
          (int) offset, (int) info, symbol(info >>> 32, at + 8).index(), in.getLong(at + 16));
    }
  }

  // Bytes.

  private int stringTable(long at, long index) throws ObjectFormatException {
    if (index == 0 || index >= sectionCount || type((int) index) != SHT_STRTAB) {
      throw fault(at, "section " + index + " is not a string table");
    }
    content((int) index);
    return (int) index;
  }

  private String string(int table, long offset, long at) throws ObjectFormatException {
    int start = content(table);
    int end = start + size(table);
    if (offset >= size(table)) {
      if (offset == 0) {
        return "";
      }
      throw fault(
          at, "name at 0x%x of a string table of 0x%x bytes".formatted(offset, size(table)));
    }
    int from = start + (int) offset;
    int to = from;
    while (to < end && in.get(to) != 0) {
      to++;
    }
    if (to == end) {
      throw fault(at, "a name that does not end within its string table");
    }
    nameBudget -= to - from;
    if (nameBudget < 0) {
      throw fault(at, "names of more than " + NAME_BYTES_PER_FILE_BYTE + " times the file's size");
    }
    return new String(bytes, base + from, to - from, StandardCharsets.UTF_8);
  }

  private int u16(int at) {
    return in.getShort(at) & 0xffff;
  }

  private long u32(int at) {
    return in.getInt(at) & 0xffffffffL;
  }

  private static String outside() {
    return " are outside the file";
  }

  private ObjectFormatException fault(long at, String what) {
    return new ObjectFormatException(name, at, what);
  }
}
