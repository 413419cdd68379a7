package dev.lamina.ir.text;

import dev.lamina.ir.Argument;
import dev.lamina.ir.BasicBlock;
import dev.lamina.ir.Function;
import dev.lamina.ir.Instruction;
import dev.lamina.ir.LocalValue;
import dev.lamina.ir.PlaceholderValue;
import dev.lamina.ir.Type;
import dev.lamina.ir.Types;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The values of one function by name and by number. A value may be referred to before it is
 * defined: a block is then made at once, of anything else a {@link PlaceholderValue} takes the
 * place until the definition comes.
 */
final class LocalScope {
  private final Lexer lex;
  private @Nullable LocalValue[] numbered = new LocalValue[256];
  private int limit;

  /** For numbers that are out of all proportion to the text, so that none makes a huge table. */
  private final Map<Integer, LocalValue> sparse = new HashMap<>();

  private int nextNumber;
  private boolean gaps;
  private int used;
  private final NameTable<LocalValue> named = new NameTable<>(64);

  // References to what is not defined yet: the stand-in (null once it is defined), the place, and
  // the definition when it has come. A placeholder's number is its index here.
  private @Nullable LocalValue[] forward = new LocalValue[32];
  private @Nullable LocalValue[] definitions = new LocalValue[32];
  private int[] forwardPlaces = new int[32];
  private int forwardCount;

  LocalScope(Lexer lex) {
    this.lex = lex;
  }

  /** Starts on a function whose text has {@code length} bytes; enters its arguments. */
  void begin(Function function, int length) {
    Arrays.fill(numbered, 0, used, null);
    Arrays.fill(forward, 0, forwardCount, null);
    Arrays.fill(definitions, 0, forwardCount, null);
    used = 0;
    nextNumber = 0;
    gaps = false;
    forwardCount = 0;
    named.clear();
    if (!sparse.isEmpty()) {
      sparse.clear();
    }
    limit = length + function.arguments().size();
    for (Argument a : function.arguments()) {
      String name = a.name();
      if (name == null) {
        put(nextNumber++, a);
      } else {
        byte[] bytes = name.getBytes(StandardCharsets.ISO_8859_1);
        int hash = NameTable.hash(bytes, 0, bytes.length);
        named.add(named.find(bytes, 0, bytes.length, hash), bytes, 0, bytes.length, hash, a);
      }
    }
  }

  /** The value of that number if it is defined or referred to already. */
  @Nullable LocalValue get(int number) {
    if (number >= 0 && number < numbered.length) {
      return numbered[number];
    }
    return sparse.isEmpty() ? null : sparse.get(number);
  }

  private void put(int number, LocalValue value) {
    if (number < 0 || number >= limit) {
      sparse.put(number, value);
      return;
    }
    if (number >= numbered.length) {
      numbered = Arrays.copyOf(numbered, Math.max(number + 1, numbered.length * 2));
    }
    numbered[number] = value;
    if (number >= used) {
      used = number + 1;
    }
  }

  /** Whether the text left out numbers. */
  boolean hasGaps() {
    return gaps;
  }

  /** The blocks without a name. */
  Map<Integer, BasicBlock> numberedBlocks() {
    Map<Integer, BasicBlock> blocks = new HashMap<>();
    for (int n = 0; n < used; n++) {
      if (numbered[n] instanceof BasicBlock b) {
        blocks.put(n, b);
      }
    }
    sparse.forEach(
        (n, v) -> {
          if (v instanceof BasicBlock b) {
            blocks.put(n, b);
          }
        });
    return blocks;
  }

  // ---- References ----

  /** The value named at the position, whose sigil has been consumed. */
  LocalValue reference(Type type) {
    int at = lex.pos - 1;
    LocalValue value;
    if (Lexer.isDigit(lex.text[lex.pos])) {
      int number = lex.readNumberName();
      value = get(number);
      if (value == null) {
        value = standIn(type, at);
        put(number, value);
      }
    } else {
      lex.readName("name of a value");
      int slot = named.find(lex.nameBytes, lex.nameStart, lex.nameLength, lex.nameHash);
      if (slot >= 0) {
        value = named.at(slot);
      } else {
        value = standIn(type, at);
        named.add(slot, lex.nameBytes, lex.nameStart, lex.nameLength, lex.nameHash, value);
      }
    }
    if (value.type() != type && !value.type().equals(type)) {
      throw mismatch(at, value, type);
    }
    return value;
  }

  IRReadException mismatch(int at, LocalValue value, Type type) {
    String known = value instanceof PlaceholderValue ? "was used as" : "is of type";
    return lex.error(
        at,
        "'"
            + SourceText.latin1(lex.text, at, lex.pos - at)
            + "' "
            + known
            + " '"
            + value.type()
            + "' but is used as '"
            + type
            + "'");
  }

  private LocalValue standIn(Type type, int at) {
    LocalValue value;
    if (type == Types.LABEL) {
      value = new BasicBlock();
    } else {
      value = new PlaceholderValue(type);
    }
    if (forwardCount == forward.length) {
      forward = Arrays.copyOf(forward, forwardCount * 2);
      definitions = Arrays.copyOf(definitions, forwardCount * 2);
      forwardPlaces = Arrays.copyOf(forwardPlaces, forwardCount * 2);
    }
    value.number = forwardCount;
    forward[forwardCount] = value;
    forwardPlaces[forwardCount++] = at;
    return value;
  }

  // ---- Definitions ----

  /** The number that the next value without a name has. */
  int nextNumber() {
    return nextNumber;
  }

  /** Gives a result the number it has in text, at {@code at}; -1 if the text leaves it out. */
  void defineNumber(int number, Instruction value, int at) {
    int n = number;
    if (n == -1) {
      n = nextNumber;
    } else if (Integer.compareUnsigned(n, nextNumber) < 0) {
      throw lex.error(at, "expected a number of at least '%" + nextNumber + "' for this result");
    }
    gaps |= n != nextNumber;
    nextNumber = n + 1;
    LocalValue old = get(n);
    if (old != null) {
      replace(old, value, at);
    }
    put(n, value);
  }

  /** Gives a result the name that the lexer read last. */
  void defineName(byte[] bytes, int start, int length, int hash, Instruction value, int at) {
    int slot = named.find(bytes, start, length, hash);
    if (slot < 0) {
      named.add(slot, bytes, start, length, hash, value);
      return;
    }
    replace(named.at(slot), value, at);
    named.set(slot, value);
  }

  private void replace(LocalValue old, Instruction value, int at) {
    if (!(old instanceof PlaceholderValue)) {
      String text = SourceText.latin1(lex.text, at, endOfName(at) - at);
      throw lex.error(
          at,
          isForward(old)
              ? "'" + text + "' was used as the name of a block"
              : "'" + text + "' is defined already");
    }
    if (!old.type().equals(value.type())) {
      throw lex.error(
          at,
          "'"
              + SourceText.latin1(lex.text, at, endOfName(at) - at)
              + "' is of type '"
              + value.type()
              + "' but was used as '"
              + old.type()
              + "'");
    }
    definitions[old.number] = value;
    forward[old.number] = null;
    old.replaceAllUsesWith(value);
  }

  private int endOfName(int at) {
    int p = at + 1;
    if (lex.text[p] == '"') {
      do {
        p++;
      } while (lex.text[p] != '"');
      return p + 1;
    }
    while (Lexer.isWordByte(lex.text[p])
        || lex.text[p] == '.'
        || lex.text[p] == '-'
        || lex.text[p] == '$') {
      p++;
    }
    return p;
  }

  /** Whether a block has been referred to but not begun. */
  private boolean isForward(LocalValue value) {
    return value instanceof BasicBlock b && b.function() == null;
  }

  /** The block that begins here under a number; -1 if the text leaves it out. */
  BasicBlock defineBlock(int number, int at) {
    int n = number;
    if (n == -1) {
      n = nextNumber;
    } else if (Integer.compareUnsigned(n, nextNumber) < 0) {
      throw lex.error(at, "expected a number of at least '" + nextNumber + "' for this block");
    }
    gaps |= n != nextNumber;
    nextNumber = n + 1;
    LocalValue old = get(n);
    BasicBlock block = begun(old, at, Integer.toUnsignedString(n));
    put(n, block);
    return block;
  }

  /** The block that begins here under the name that the lexer read last. */
  BasicBlock defineBlock(int at) {
    int slot = named.find(lex.nameBytes, lex.nameStart, lex.nameLength, lex.nameHash);
    String name = lex.name();
    BasicBlock block = begun(slot < 0 ? null : named.at(slot), at, name);
    block.setName(name);
    if (slot < 0) {
      named.add(slot, lex.nameBytes, lex.nameStart, lex.nameLength, lex.nameHash, block);
    }
    return block;
  }

  private BasicBlock begun(@Nullable LocalValue old, int at, String name) {
    if (old == null) {
      return new BasicBlock();
    }
    if (!isForward(old)) {
      throw lex.error(
          at,
          old instanceof PlaceholderValue
              ? "'%" + name + "' was used as a value of type '" + old.type() + "'"
              : "'%" + name + "' is defined already");
    }
    forward[old.number] = null;
    return (BasicBlock) old;
  }

  // ---- The end ----

  /** Reports the first reference to what was never defined. */
  void checkAllDefined() {
    for (int i = 0; i < forwardCount; i++) {
      if (forward[i] != null) {
        int at = forwardPlaces[i];
        throw lex.error(
            at, "'" + SourceText.latin1(lex.text, at, endOfName(at) - at) + "' is not defined");
      }
    }
  }

  /** What a placeholder stood for. */
  LocalValue definition(PlaceholderValue placeholder) {
    LocalValue value = definitions[placeholder.number];
    if (value == null) {
      throw new IllegalStateException("a placeholder without a definition; please report");
    }
    return value;
  }
}
