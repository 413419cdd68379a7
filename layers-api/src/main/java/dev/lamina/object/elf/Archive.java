package dev.lamina.object.elf;

import dev.lamina.object.ObjectFile;
import dev.lamina.object.ObjectFormatException;
import dev.lamina.object.Symbol;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.eclipse.collections.impl.list.mutable.primitive.LongArrayList;
import org.eclipse.collections.impl.set.mutable.primitive.LongHashSet;

/**
 * A System V (GNU) archive of objects, {@code libx.a}. Opening it reads the index of symbols and
 * the table of long names; a member is read when it is asked for. Without an index, the symbols of
 * all members are read at the opening.
 *
 * <p>Thin archives and BSD's form are refused by name. Safe for use by several threads.
 */
public final class Archive implements Closeable {
  private static final int MAGIC_SIZE = 8;
  private static final int MEMBER_HEADER_SIZE = 60;

  /** Where the archive's bytes come from: a file, or memory. */
  private interface Source extends Closeable {
    long size() throws IOException;

    void read(long offset, byte[] into) throws IOException;
  }

  private final String name;
  private final Source source;
  private final long size;
  private final Map<String, Long> memberOfSymbol = new HashMap<>();
  private final LongArrayList members = new LongArrayList();
  private byte[] longNames = new byte[0];

  private Archive(String name, Source source) throws IOException {
    this.name = name;
    this.source = source;
    this.size = source.size();
  }

  /** Opens a file, which stays open until {@link #close()}. */
  public static Archive open(Path file) throws IOException, ObjectFormatException {
    FileChannel channel = FileChannel.open(file);
    return opened(
        new Archive(
            file.toString(),
            new Source() {
              @Override
              public long size() throws IOException {
                return channel.size();
              }

              @Override
              public void read(long offset, byte[] into) throws IOException {
                ByteBuffer buffer = ByteBuffer.wrap(into);
                while (buffer.hasRemaining()) {
                  if (channel.read(buffer, offset + buffer.position()) < 0) {
                    throw new IOException(file + " became shorter while it was read");
                  }
                }
              }

              @Override
              public void close() throws IOException {
                channel.close();
              }
            }));
  }

  /** An archive in memory; {@code name} is for messages. */
  public static Archive of(String name, byte[] bytes) throws ObjectFormatException {
    try {
      return opened(
          new Archive(
              name,
              new Source() {
                @Override
                public long size() {
                  return bytes.length;
                }

                @Override
                public void read(long offset, byte[] into) {
                  System.arraycopy(bytes, (int) offset, into, 0, into.length);
                }

                @Override
                public void close() {}
              }));
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory failed; please report", e);
    }
  }

  private static Archive opened(Archive archive) throws IOException, ObjectFormatException {
    try {
      archive.readIndexes();
      return archive;
    } catch (IOException | ObjectFormatException e) {
      archive.close();
      throw e;
    }
  }

  public String name() {
    return name;
  }

  /** The names that some member defines for others. */
  public Set<String> symbols() {
    return memberOfSymbol.keySet();
  }

  /** Identifies the member that defines {@code symbol}: its place in the file, or -1 if none. */
  public long memberDefining(String symbol) {
    return memberOfSymbol.getOrDefault(symbol, -1L);
  }

  /** Reads the member that {@link #memberDefining} identified. */
  public ObjectFile readMember(long member) throws IOException, ObjectFormatException {
    Member header = header(member);
    if (header.size > Integer.MAX_VALUE - 8) {
      throw fault(member, "member " + header.name + " of " + header.size + " bytes");
    }
    byte[] bytes = new byte[(int) header.size];
    source.read(member + MEMBER_HEADER_SIZE, bytes);
    return ElfReader.read(name + "(" + header.name + ")", bytes);
  }

  @Override
  public void close() throws IOException {
    source.close();
  }

  private record Member(String name, long size) {}

  private void readIndexes() throws IOException, ObjectFormatException {
    byte[] magic = bytes(0, Math.min(MAGIC_SIZE, size));
    String kind = latin1(magic, 0, magic.length);
    if (kind.equals("!<thin>\n")) {
      throw fault(0, "a thin archive; make a whole one with 'ar rcs' (no T)");
    }
    if (!kind.equals("!<arch>\n")) {
      throw fault(0, "not an archive: it does not begin with !<arch>");
    }
    boolean indexed = false;
    long at = MAGIC_SIZE;
    while (at < size) {
      // Names of later members may need the long names, which come before all that use them.
      String rawName = rawName(at);
      Member member = header(at);
      long content = at + MEMBER_HEADER_SIZE;
      switch (rawName) {
        case "/" -> {
          readSymbolIndex(content, member.size, 4);
          indexed = true;
        }
        case "/SYM64/" -> {
          readSymbolIndex(content, member.size, 8);
          indexed = true;
        }
        case "//" -> longNames = bytes(content, member.size);
        default -> {
          if (rawName.startsWith("__.SYMDEF") || rawName.startsWith("#1/")) {
            throw fault(at, "a BSD archive; only the System V (GNU) form is supported");
          }
          members.add(at);
        }
      }
      at = content + member.size + (member.size & 1);
    }
    checkIndex();
    if (!indexed) {
      indexMembers();
    }
  }

  private void readSymbolIndex(long at, long length, int width)
      throws IOException, ObjectFormatException {
    byte[] index = bytes(at, length);
    ByteBuffer in = ByteBuffer.wrap(index); // big-endian on every machine
    long count = length < width ? -1 : width == 4 ? in.getInt(0) & 0xffffffffL : in.getLong(0);
    if (count < 0 || count > (length - width) / (width + 1)) {
      throw fault(at, "an index of " + count + " symbols in " + length + " bytes");
    }
    int nameAt = width * ((int) count + 1);
    for (int i = 1; i <= count; i++) {
      long member = width == 4 ? in.getInt(4 * i) & 0xffffffffL : in.getLong(8 * i);
      int end = nameAt;
      while (end < index.length && index[end] != 0) {
        end++;
      }
      if (end == index.length) {
        throw fault(at + nameAt, "the index of symbols ends within a name");
      }
      memberOfSymbol.putIfAbsent(
          new String(index, nameAt, end - nameAt, StandardCharsets.UTF_8), member);
      nameAt = end + 1;
    }
  }

  private void checkIndex() throws ObjectFormatException {
    LongHashSet known = LongHashSet.newSet(members);
    for (Map.Entry<String, Long> entry : memberOfSymbol.entrySet()) {
      if (!known.contains(entry.getValue())) {
        throw fault(
            entry.getValue(), "the index has " + entry.getKey() + " where no member begins");
      }
    }
  }

  private void indexMembers() throws IOException, ObjectFormatException {
    for (int i = 0; i < members.size(); i++) {
      long member = members.get(i);
      for (Symbol symbol : readMember(member).symbols()) {
        if (!symbol.isUndefined() && !symbol.isLocal()) {
          memberOfSymbol.putIfAbsent(symbol.name(), member);
        }
      }
    }
  }

  private String rawName(long at) throws IOException, ObjectFormatException {
    if (at > size - MEMBER_HEADER_SIZE) {
      throw fault(at, "the file ends within a member's header (60 bytes)");
    }
    byte[] field = bytes(at, 16);
    return latin1(field, 0, 16).stripTrailing();
  }

  private Member header(long at) throws IOException, ObjectFormatException {
    String rawName = rawName(at);
    byte[] rest = bytes(at + 48, 12);
    if (rest[10] != '`' || rest[11] != '\n') {
      throw fault(at + 58, "a member's header that does not end with `\\n");
    }
    long memberSize = decimal(latin1(rest, 0, 10).strip(), at + 48);
    if (memberSize > size - at - MEMBER_HEADER_SIZE) {
      throw fault(
          at + 48, "member " + rawName + " of " + memberSize + " bytes ends after the file");
    }
    return new Member(memberName(rawName, at), memberSize);
  }

  private String memberName(String rawName, long at) throws ObjectFormatException {
    if (rawName.length() > 1
        && rawName.charAt(0) == '/'
        && rawName.charAt(1) >= '0'
        && rawName.charAt(1) <= '9') {
      long offset = decimal(rawName.substring(1), at);
      if (offset >= longNames.length) {
        throw fault(at, "name at " + offset + " of " + longNames.length + " bytes of long names");
      }
      int end = (int) offset;
      while (end < longNames.length && longNames[end] != '\n') {
        end++;
      }
      return withoutSlash(
          new String(longNames, (int) offset, end - (int) offset, StandardCharsets.UTF_8));
    }
    return withoutSlash(rawName);
  }

  private static String withoutSlash(String memberName) {
    return memberName.endsWith("/") && memberName.length() > 1
        ? memberName.substring(0, memberName.length() - 1)
        : memberName;
  }

  private long decimal(String digits, long at) throws ObjectFormatException {
    if (digits.isEmpty() || digits.length() > 15) {
      throw fault(at, "a number was expected, found \"" + digits + "\"");
    }
    long value = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        throw fault(at, "a number was expected, found \"" + digits + "\"");
      }
      value = value * 10 + digit;
    }
    return value;
  }

  private byte[] bytes(long offset, long length) throws IOException, ObjectFormatException {
    if (length > Integer.MAX_VALUE - 8 || offset > size - length) {
      throw fault(offset, length + " bytes are not in the file of " + size);
    }
    byte[] result = new byte[(int) length];
    source.read(offset, result);
    return result;
  }

  private static String latin1(byte[] bytes, int from, int length) {
    return new String(bytes, from, length, StandardCharsets.ISO_8859_1);
  }

  private ObjectFormatException fault(long at, String what) {
    return new ObjectFormatException(name, at, what);
  }

  @Override
  public String toString() {
    return name;
  }
}
