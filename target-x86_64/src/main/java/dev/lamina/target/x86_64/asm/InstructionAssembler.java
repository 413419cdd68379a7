package dev.lamina.target.x86_64.asm;

import dev.lamina.codegen.assembly.AssemblyException;
import dev.lamina.codegen.assembly.Fixup;
import dev.lamina.codegen.assembly.Lexer;
import dev.lamina.codegen.assembly.SymbolScope;
import dev.lamina.target.x86_64.encode.Encoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Assembles instructions written in AT&amp;T syntax, one at a time, through an {@link Encoder}.
 *
 * <pre>
 *   var assembler = new InstructionAssembler(new Encoder(code));
 *   assembler.assemble("addq $-1, 8(%rax,%r12,4)");
 *   List&lt;Fixup&gt; fixups = assembler.assemble("call puts@PLT");
 * </pre>
 *
 * <p>Labels, directives and the separator {@code ;} belong to whoever cuts a text into
 * instructions; so does the choice of short jumps, since a direct jump or call here always takes
 * its 32-bit form. Not thread-safe.
 */
public final class InstructionAssembler {
  /** Every other prefix byte is written in front of the instruction as it is. */
  private static final int LOCK_PREFIX = 0xf0;

  private static final int REP_PREFIX = 0xf3;
  private static final int REPNE_PREFIX = 0xf2;

  private final Encoder encoder;
  private final SymbolScope scope;
  private int lastOp = -1;

  public InstructionAssembler(Encoder encoder) {
    this(encoder, SymbolScope.NONE);
  }

  /** Symbols that are numbers in {@code scope} are taken for these. */
  public InstructionAssembler(Encoder encoder, SymbolScope scope) {
    this.encoder = encoder;
    this.scope = scope;
  }

  /**
   * Assembles one instruction. A line with nothing but prefixes gives those; an empty one nothing.
   *
   * @return the fields that depend on symbols, which hold zero for now
   * @throws AssemblyException if the line is not an instruction of this machine, or one whose
   *     operands do not fit; then nothing has been written
   */
  public List<Fixup> assemble(String line) {
    int start = encoder.size();
    boolean done = false;
    try {
      List<Fixup> fixups = instruction(new Lexer(line));
      done = true;
      return fixups;
    } finally {
      if (!done) {
        encoder.dropPrefixes();
        encoder.buffer().truncate(start);
      }
    }
  }

  /** The row of the instruction table that the last instruction came from, for tests. */
  int lastOp() {
    return lastOp;
  }

  private List<Fixup> instruction(Lexer in) {
    List<Integer> prefixes = new ArrayList<>(2);
    int column = in.column;
    String name = mnemonic(in);
    for (int prefix = prefix(name); prefix != 0; prefix = prefix(name)) {
      prefixes.add(prefix);
      in.next();
      column = in.column;
      name = mnemonic(in);
    }
    if (name.isEmpty()) {
      for (int prefix : prefixes) {
        encoder.buffer().put1(prefix);
      }
      return List.of();
    }
    in.next();
    List<Operand> operands = operands(in);
    Matcher matcher = new Matcher(encoder, name, column, operands);
    lastOp = matcher.match(() -> applyPrefixes(prefixes));
    return matcher.fixups();
  }

  private void applyPrefixes(List<Integer> prefixes) {
    for (int prefix : prefixes) {
      switch (prefix) {
        case LOCK_PREFIX -> encoder.lock();
        case REP_PREFIX -> encoder.rep();
        case REPNE_PREFIX -> encoder.repne();
        default -> encoder.buffer().put1(prefix);
      }
    }
  }

  private static String mnemonic(Lexer in) {
    if (in.kind == Lexer.Kind.END) {
      return "";
    }
    if (in.kind != Lexer.Kind.NAME || in.text.isEmpty()) {
      throw in.error("expected an instruction, found " + in.describe());
    }
    return in.text.toLowerCase(Locale.ROOT);
  }

  private static int prefix(String name) {
    return switch (name) {
      case "lock" -> LOCK_PREFIX;
      case "rep", "repe", "repz" -> REP_PREFIX;
      case "repne", "repnz" -> REPNE_PREFIX;
      case "notrack", "ds" -> 0x3e;
      case "es" -> 0x26;
      case "cs" -> 0x2e;
      case "ss" -> 0x36;
      case "fs" -> 0x64;
      case "gs" -> 0x65;
      case "data16" -> 0x66;
      case "addr32" -> 0x67;
      case "rex64" -> 0x48;
      default -> 0;
    };
  }

  /** In the order of the text: sources first. */
  private List<Operand> operands(Lexer in) {
    List<Operand> operands = new ArrayList<>(4);
    if (in.kind != Lexer.Kind.END) {
      OperandParser parser = new OperandParser(in, scope);
      do {
        operands.add(parser.operand());
      } while (in.accept(","));
      if (in.kind != Lexer.Kind.END) {
        throw in.error("expected ',' or the end of the line, found " + in.describe());
      }
    }
    return operands;
  }
}
