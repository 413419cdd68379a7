package dev.lamina.object.elf;

import static com.google.common.base.Preconditions.checkArgument;
import static dev.lamina.object.elf.Elf.*;

import dev.lamina.object.ObjectFile;
import dev.lamina.object.Relocations;
import dev.lamina.object.Section;
import dev.lamina.object.SectionGroup;
import dev.lamina.object.Symbol;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes an object as an ELF64 relocatable file. The section headers are, in this order: null, the
 * groups (the gABI wants them before their members), the model's sections, their relocations, the
 * symbol table with its strings, {@code .note.GNU-stack}.
 */
public final class ElfWriter {
  private final ObjectFile object;
  private final StringTable names = new StringTable();
  private final StringTable sectionNames = new StringTable();

  /** One header, with what is to stand in the file for it. */
  private static final class Header {
    final String name;
    final int type;
    final long flags;
    long fileOffset;
    long size;
    int link;
    int info;
    long alignment = 1;
    long entrySize;
    @Nullable Section section; // its bytes

    Header(String name, int type, long flags) {
      this.name = name;
      this.type = type;
      this.flags = flags;
    }
  }

  private final List<Header> headers = new ArrayList<>();

  /** For each of the model's symbols its number in the file, where locals come first. */
  private final int[] symbolNumbers;

  private int firstGlobal;

  private ElfWriter(ObjectFile object) {
    this.object = object;
    this.symbolNumbers = new int[object.symbols().size()];
  }

  /** The whole file. */
  public static byte[] write(ObjectFile object) {
    return new ElfWriter(object).write();
  }

  private byte[] write() {
    // A section's symbol is made when asked for, so numbers can be given only when all was asked.
    numberSymbols();
    headers.add(new Header("", SHT_NULL, 0));
    int groupCount = object.groups().size();
    for (SectionGroup group : object.groups()) {
      addGroupHeader(group);
    }
    for (Section section : object.sections()) {
      addSectionHeader(section, groupCount);
    }
    int symtabIndex = headers.size() + sectionsWithRelocations();
    for (Section section : object.sections()) {
      if (section.relocations().count() > 0) {
        addRelocationHeader(section, symtabIndex, groupCount);
      }
    }
    for (int i = 1; i <= groupCount; i++) {
      headers.get(i).link = symtabIndex;
    }
    boolean extended = headers.size() + 5 >= SHN_LORESERVE;
    int symbolCount = symbolNumbers.length + 1;
    Header symtab = add(".symtab", SHT_SYMTAB, 0, (long) symbolCount * SYMBOL_SIZE, 8);
    symtab.entrySize = SYMBOL_SIZE;
    symtab.info = firstGlobal;
    Header shndx = null;
    if (extended) {
      shndx = add(".symtab_shndx", SHT_SYMTAB_SHNDX, 0, (long) symbolCount * 4, 4);
      shndx.entrySize = 4;
      shndx.link = symtabIndex;
    }
    int[] nameOffsets = new int[symbolNumbers.length];
    for (Symbol symbol : object.symbols()) {
      nameOffsets[symbol.index()] = names.add(symbol.name());
    }
    symtab.link = headers.size();
    Header strtab = add(".strtab", SHT_STRTAB, 0, names.size(), 1);
    add(GNU_STACK, SHT_PROGBITS, object.executableStack() ? Section.EXECINSTR : 0, 0, 1);
    int shstrtabIndex = headers.size();
    Header shstrtab = add(".shstrtab", SHT_STRTAB, 0, 0, 1);
    int[] sectionNameOffsets = new int[headers.size()];
    for (int i = 0; i < headers.size(); i++) {
      sectionNameOffsets[i] = sectionNames.add(headers.get(i).name);
    }
    shstrtab.size = sectionNames.size();

    long headerTable = layOut();
    ByteBuffer out = ByteBuffer.allocate(Math.toIntExact(headerTable + tableSize()));
    out.order(object.machine().byteOrder());
    putFileHeader(out, headerTable, shstrtabIndex);
    putGroups(out);
    for (Header header : headers) {
      Section section = header.section;
      if (section != null) {
        if (header.type == SHT_RELA) {
          putRelocations(out, header, section.relocations());
        } else if (header.type != SHT_NOBITS) {
          out.put(
              (int) header.fileOffset,
              section.content(),
              section.contentOffset(),
              (int) section.size());
        }
      }
    }
    putSymbols(out, symtab, shndx, nameOffsets, groupCount);
    out.put((int) strtab.fileOffset, names.bytes(), 0, names.size());
    out.put((int) shstrtab.fileOffset, sectionNames.bytes(), 0, sectionNames.size());
    putSectionHeaders(out, headerTable, sectionNameOffsets, shstrtabIndex);
    return out.array();
  }

  private void numberSymbols() {
    int next = 1;
    for (Symbol symbol : object.symbols()) {
      if (symbol.isLocal()) {
        symbolNumbers[symbol.index()] = next++;
      }
    }
    firstGlobal = next;
    for (Symbol symbol : object.symbols()) {
      if (!symbol.isLocal()) {
        symbolNumbers[symbol.index()] = next++;
      }
    }
  }

  private Header add(String name, int type, long flags, long size, long alignment) {
    Header header = new Header(name, type, flags);
    header.size = size;
    header.alignment = alignment;
    headers.add(header);
    return header;
  }

  private void addGroupHeader(SectionGroup group) {
    long members = 0;
    for (Section section : group.sections()) {
      members += section.relocations().count() > 0 ? 2 : 1;
    }
    Header header = add(".group", SHT_GROUP, 0, 4 + 4 * members, 4);
    header.entrySize = 4;
    header.info = symbolNumbers[group.signature().index()];
  }

  private void addSectionHeader(Section section, int groupCount) {
    Header header =
        add(
            section.name(),
            section.elfType(),
            section.elfFlags() | (section.group() != null ? SHF_GROUP : 0),
            section.size(),
            section.alignment());
    header.entrySize = section.entrySize();
    header.section = section;
    Section linked = section.linkedTo();
    if (linked != null) {
      header.link = sectionNumber(linked, groupCount);
    }
  }

  private void addRelocationHeader(Section section, int symtabIndex, int groupCount) {
    Header header =
        add(
            ".rela" + section.name(),
            SHT_RELA,
            SHF_INFO_LINK | (section.group() != null ? SHF_GROUP : 0),
            (long) section.relocations().count() * RELA_SIZE,
            8);
    header.entrySize = RELA_SIZE;
    header.link = symtabIndex;
    header.info = sectionNumber(section, groupCount);
    header.section = section;
  }

  private static int sectionNumber(Section section, int groupCount) {
    return 1 + groupCount + section.index();
  }

  private int sectionsWithRelocations() {
    int count = 0;
    for (Section section : object.sections()) {
      if (section.relocations().count() > 0) {
        count++;
      }
    }
    return count;
  }

  /** Gives each header its place in the file and returns that of the header table. */
  private long layOut() {
    long offset = HEADER_SIZE;
    for (Header header : headers) {
      if (header.type == SHT_NULL) {
        continue;
      }
      // In the file an alignment beyond a page's gains nothing: the linker places sections anew.
      long alignment = Math.min(header.alignment, 4096);
      if (header.type != SHT_NOBITS) {
        offset = (offset + alignment - 1) & -alignment;
      }
      header.fileOffset = offset;
      if (header.type != SHT_NOBITS) {
        offset += header.size;
      }
    }
    long table = (offset + 7) & -8L;
    checkArgument(
        table + tableSize() <= Integer.MAX_VALUE - 8,
        "%s: an object file of %s bytes is larger than the 2 GiB supported",
        object.name(),
        table + tableSize());
    return table;
  }

  private long tableSize() {
    return (long) headers.size() * SECTION_HEADER_SIZE;
  }

  private void putFileHeader(ByteBuffer out, long headerTable, int shstrtabIndex) {
    out.put(0, new byte[] {0x7f, 'E', 'L', 'F', 2});
    out.put(5, (byte) (out.order() == java.nio.ByteOrder.BIG_ENDIAN ? 2 : 1));
    out.put(6, (byte) 1);
    out.put(7, (byte) (usesGnuExtensions() ? ELFOSABI_GNU : ELFOSABI_NONE));
    out.putShort(16, (short) ET_REL);
    out.putShort(18, (short) object.machine().elfMachine());
    out.putInt(20, 1);
    out.putLong(40, headerTable);
    out.putInt(48, object.machine().elfFlags());
    out.putShort(52, (short) HEADER_SIZE);
    out.putShort(58, (short) SECTION_HEADER_SIZE);
    int count = headers.size();
    out.putShort(60, (short) (count >= SHN_LORESERVE ? 0 : count));
    out.putShort(62, (short) (shstrtabIndex >= SHN_LORESERVE ? SHN_XINDEX : shstrtabIndex));
  }

  private boolean usesGnuExtensions() {
    for (Symbol symbol : object.symbols()) {
      if (symbol.binding() == Symbol.Binding.UNIQUE || symbol.type() == Symbol.Type.IFUNC) {
        return true;
      }
    }
    return false;
  }

  private void putGroups(ByteBuffer out) {
    int groupCount = object.groups().size();
    int[] relaOf = new int[object.sections().size()];
    for (int i = 1 + groupCount + relaOf.length; i < headers.size(); i++) {
      Header header = headers.get(i);
      Section section = header.section;
      if (section != null && header.type == SHT_RELA) {
        relaOf[section.index()] = i;
      }
    }
    for (int g = 0; g < groupCount; g++) {
      SectionGroup group = object.groups().get(g);
      int at = (int) headers.get(1 + g).fileOffset;
      out.putInt(at, group.isComdat() ? GRP_COMDAT : 0);
      for (Section section : group.sections()) {
        out.putInt(at += 4, sectionNumber(section, groupCount));
        if (relaOf[section.index()] != 0) {
          out.putInt(at += 4, relaOf[section.index()]);
        }
      }
    }
  }

  private void putRelocations(ByteBuffer out, Header header, Relocations relocations) {
    int at = (int) header.fileOffset;
    for (int i = 0; i < relocations.count(); i++, at += RELA_SIZE) {
      out.putLong(at, relocations.offset(i));
      long symbol = symbolNumbers[relocations.symbol(i)];
      out.putLong(at + 8, symbol << 32 | (relocations.type(i) & 0xffffffffL));
      out.putLong(at + 16, relocations.addend(i));
    }
  }

  private void putSymbols(
      ByteBuffer out, Header symtab, @Nullable Header shndx, int[] nameOffsets, int groupCount) {
    for (Symbol symbol : object.symbols()) {
      int number = symbolNumbers[symbol.index()];
      int at = (int) symtab.fileOffset + number * SYMBOL_SIZE;
      out.putInt(at, nameOffsets[symbol.index()]);
      out.put(at + 4, (byte) (bindingNumber(symbol.binding()) << 4 | typeNumber(symbol.type())));
      out.put(at + 5, (byte) (symbol.visibility().ordinal() | symbol.otherBits()));
      int section =
          switch (symbol.place()) {
            case UNDEFINED -> SHN_UNDEF;
            case ABSOLUTE -> SHN_ABS;
            case COMMON -> SHN_COMMON;
            case SECTION -> sectionNumber(sectionOf(symbol), groupCount);
          };
      if (symbol.place() == Symbol.Place.SECTION && section >= SHN_LORESERVE) {
        if (shndx == null) {
          throw new IllegalStateException("section " + section + " without table; please report");
        }
        out.putInt((int) shndx.fileOffset + 4 * number, section);
        section = SHN_XINDEX;
      }
      out.putShort(at + 6, (short) section);
      out.putLong(at + 8, symbol.value());
      out.putLong(at + 16, symbol.size());
    }
  }

  private static Section sectionOf(Symbol symbol) {
    Section section = symbol.section();
    if (section == null) {
      throw new IllegalStateException("symbol " + symbol + " has no section; please report");
    }
    return section;
  }

  private static int bindingNumber(Symbol.Binding binding) {
    return binding == Symbol.Binding.UNIQUE ? STB_GNU_UNIQUE : binding.ordinal();
  }

  private static int typeNumber(Symbol.Type type) {
    return switch (type) {
      case NOTYPE, OBJECT, FUNC, SECTION, FILE -> type.ordinal();
      case TLS -> STT_TLS;
      case IFUNC -> STT_GNU_IFUNC;
    };
  }

  private void putSectionHeaders(
      ByteBuffer out, long headerTable, int[] nameOffsets, int shstrtabIndex) {
    int at = (int) headerTable;
    for (int i = 0; i < headers.size(); i++, at += SECTION_HEADER_SIZE) {
      Header header = headers.get(i);
      if (i == 0) {
        // The null header holds the counts that do not fit the file header (gABI, "e_shnum").
        out.putLong(at + 32, headers.size() >= SHN_LORESERVE ? headers.size() : 0);
        out.putInt(at + 40, shstrtabIndex >= SHN_LORESERVE ? shstrtabIndex : 0);
        continue;
      }
      out.putInt(at, nameOffsets[i]);
      out.putInt(at + 4, header.type);
      out.putLong(at + 8, header.flags);
      out.putLong(at + 24, header.fileOffset);
      out.putLong(at + 32, header.size);
      out.putInt(at + 40, header.link);
      out.putInt(at + 44, header.info);
      out.putLong(at + 48, header.alignment);
      out.putLong(at + 56, header.entrySize);
    }
  }
}
