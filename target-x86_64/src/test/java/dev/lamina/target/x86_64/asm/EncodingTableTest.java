package dev.lamina.target.x86_64.asm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.codegen.CodeBuffer;
import dev.lamina.codegen.assembly.AssemblyException;
import dev.lamina.codegen.assembly.Fixup;
import dev.lamina.target.x86_64.encode.Descriptors;
import dev.lamina.target.x86_64.encode.Encoder;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every row of the tables {@code *.enc} gives the bytes and relocations that GNU as gave for it.
 * The tables are written by {@code src/test/scripts/make-enc-tables.py}.
 */
class EncodingTableTest {
  static final List<String> CHAPTERS =
      List.of(
          "arith",
          "move",
          "condition",
          "branch",
          "shift",
          "string",
          "sse",
          "packed",
          "x87",
          "system",
          "symbol");

  private final CodeBuffer code = new CodeBuffer(64);
  private final InstructionAssembler assembler = new InstructionAssembler(new Encoder(code));

  @ParameterizedTest
  @FieldSource("CHAPTERS")
  void assemblesAsGnuAsDoes(String chapter) throws IOException {
    List<String> wrong = new ArrayList<>();
    List<String[]> rows = rows(chapter);
    for (String[] row : rows) {
      String expected = row[1] + (row.length > 2 ? " | " + row[2] : "");
      if (row.length > 3) {
        expected += " | " + row[3];
      }
      String got = assemble(row[0]);
      if (!got.equals(expected)) {
        wrong.add(row[0] + "\n  as:   " + expected + "\n  ours: " + got);
      }
    }
    assertThat(rows).isNotEmpty();
    assertThat(wrong).as("%s.enc, of %d rows", chapter, rows.size()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = "illegal")
  void refusesWithColumnAndMessage(String chapter) throws IOException {
    List<String> wrong = new ArrayList<>();
    for (String[] row : rows(chapter)) {
      String expected = row[2] + " | " + row[3];
      String got;
      try {
        got = "accepted as " + assemble(row[0]);
      } catch (AssemblyException e) {
        got = e.column() + " | " + e.getMessage();
      }
      if (!got.equals(expected) || code.size() != 0) {
        wrong.add(row[0] + "\n  want: " + expected + "\n  ours: " + got);
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void everyInstructionHasARow() throws IOException {
    BitSet used = new BitSet();
    for (String chapter : CHAPTERS) {
      for (String[] row : rows(chapter)) {
        code.truncate(0);
        assembler.assemble(row[0]);
        used.set(assembler.lastOp());
      }
    }
    List<String> unused = new ArrayList<>();
    for (int op = 0; op < Descriptors.capacity(); op++) {
      if (!Descriptors.names(op).isEmpty() && !used.get(op)) {
        unused.add(op + " " + Descriptors.names(op));
      }
    }
    assertThat(unused).isEmpty();
  }

  private String assemble(String line) {
    code.truncate(0);
    List<Fixup> fixups = assembler.assemble(line);
    StringBuilder s = new StringBuilder(HexFormat.of().formatHex(code.toByteArray()));
    for (Fixup f : fixups) {
      s.append(" | ").append(relocation(f));
    }
    return s.toString();
  }

  private static String relocation(Fixup f) {
    long addend = f.addend() - (f.pcRelative() ? f.size() + f.bytesAfter() : 0);
    String symbol = f.symbol();
    return f.offset() + ":R_X86_64_" + kind(f) + ":" + symbol + (addend < 0 ? "" : "+") + addend;
  }

  private static String kind(Fixup f) {
    String modifier = f.modifier();
    if (modifier != null) {
      return switch (modifier) {
        case "PLT" -> "PLT32";
        case "TPOFF" -> "TPOFF32";
        case "DTPOFF" -> "DTPOFF32";
        default -> modifier.toUpperCase(Locale.ROOT);
      };
    }
    if (f.pcRelative()) {
      return f.branch() && f.size() == 4 && f.addend() == 0 ? "PLT32" : "PC" + f.size() * 8;
    }
    return f.size() * 8 + (f.signExtended() ? "S" : "");
  }

  /** The rows of a table, cut at their bars. */
  static List<String[]> rows(String chapter) throws IOException {
    try (InputStream in = EncodingTableTest.class.getResourceAsStream(chapter + ".enc")) {
      if (in == null) {
        throw new IOException("no resource " + chapter + ".enc");
      }
      List<String[]> rows = new ArrayList<>();
      for (String line : new String(in.readAllBytes(), UTF_8).split("\n", -1)) {
        if (!line.isEmpty()) {
          rows.add(line.split(" \\| ", -1));
        }
      }
      return rows;
    }
  }
}
