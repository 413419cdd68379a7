package dev.lamina.ir.text;

import dev.lamina.ir.Argument;
import dev.lamina.ir.BasicBlock;
import dev.lamina.ir.Comdat;
import dev.lamina.ir.Constant;
import dev.lamina.ir.DebugRecord;
import dev.lamina.ir.Function;
import dev.lamina.ir.GlobalAlias;
import dev.lamina.ir.GlobalIFunc;
import dev.lamina.ir.GlobalValue;
import dev.lamina.ir.GlobalVariable;
import dev.lamina.ir.Instruction;
import dev.lamina.ir.Linkage;
import dev.lamina.ir.Metadata;
import dev.lamina.ir.MetadataNode;
import dev.lamina.ir.Module;
import dev.lamina.ir.NamedMetadata;
import dev.lamina.ir.Names;
import dev.lamina.ir.StructType;
import dev.lamina.ir.ThreadLocalMode;
import dev.lamina.ir.Types;
import dev.lamina.ir.UnnamedAddr;
import dev.lamina.ir.Visibility;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Writes IR as text that {@link IRReader} reads back and that {@code llvm-as} of LLVM 19 accepts.
 * The text of what was read from a printed text is that text again.
 *
 * <p>Bodies that have not been read yet are read for it. All numbers of unnamed values, metadata
 * and attribute groups are given anew. Characters stand for bytes, as in {@link Names}.
 */
public final class IRPrinter {
  /** Text is handed on to the caller's sink in pieces of about this many characters. */
  private static final int PIECE = 1 << 16;

  private final StringBuilder out = new StringBuilder();
  private final @Nullable Appendable sink;
  private final TypeWriter types;
  private final ValueWriter values;
  private final MetadataWriter metadata;
  private final AttributeWriter attributes;
  private final InstructionWriter instructions;
  private boolean flushed;

  private IRPrinter(@Nullable Module module, @Nullable Appendable sink) {
    this.sink = sink;
    types = new TypeWriter(out, module);
    values = new ValueWriter(out, types, module);
    metadata = new MetadataWriter(out, values);
    attributes = new AttributeWriter(out, types);
    instructions = new InstructionWriter(out, types, values, attributes);
  }

  /** The module as text. */
  public static String print(Module module) {
    IRPrinter printer = new IRPrinter(module, null);
    printer.module(module);
    return printer.out.toString();
  }

  /**
   * Writes the module to {@code sink}.
   *
   * @throws UncheckedIOException if the sink throws
   */
  public static void print(Module module, Appendable sink) {
    IRPrinter printer = new IRPrinter(module, sink);
    printer.module(module);
    printer.flush();
  }

  /**
   * One function as text, for people: metadata and attribute groups that it refers to stand behind
   * it.
   */
  public static String print(Function function) {
    IRPrinter printer = new IRPrinter(function.module(), null);
    printer.function(function);
    printer.tables();
    return printer.out.toString();
  }

  /** One instruction as text, for people. */
  public static String print(Instruction instruction) {
    Function function = instruction.function();
    IRPrinter printer = new IRPrinter(function == null ? null : function.module(), null);
    if (function == null) {
      printer.instruction(instruction, null);
    } else {
      try (LocalNumbers locals = new LocalNumbers(function)) {
        printer.values.setLocals(locals);
        printer.instruction(instruction, locals);
      }
    }
    return printer.out.toString().strip();
  }

  private void flush() {
    Appendable to = sink;
    if (to == null) {
      return;
    }
    try {
      to.append(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    out.setLength(0);
    flushed = true;
  }

  private void flushPiece() {
    if (out.length() > PIECE) {
      flush();
    }
  }

  // ---- Modules ----

  private void module(Module m) {
    if (m.sourceFileName() != null) {
      out.append("source_filename = ").append(Names.quoted(m.sourceFileName())).append('\n');
    }
    String layout = m.dataLayout().toString();
    if (!layout.isEmpty()) {
      out.append("target datalayout = ").append(Names.quoted(layout)).append('\n');
    }
    if (!m.targetTriple().isEmpty()) {
      out.append("target triple = ").append(Names.quoted(m.targetTriple())).append('\n');
    }
    for (String asm : m.moduleAsm()) {
      out.append("module asm ").append(Names.quoted(asm)).append('\n');
    }
    separate();
    m.unnamedTypes().forEach(types::definition);
    m.namedTypes().forEach(types::definition);
    separate();
    for (Comdat c : m.comdats()) {
      out.append(c).append(" = comdat ").append(c.kind().text()).append('\n');
    }
    separate();
    for (GlobalVariable v : m.globals()) {
      variable(v);
      flushPiece();
    }
    separate();
    m.aliases().forEach(this::alias);
    m.ifuncs().forEach(this::ifunc);
    for (NamedMetadata n : m.namedMetadata()) {
      n.nodes().forEach(metadata::reserve);
    }
    for (Function f : m.functions()) {
      separate();
      function(f);
      flushPiece();
    }
    if (!m.namedMetadata().isEmpty()) {
      separate();
    }
    m.namedMetadata().forEach(this::namedMetadata);
    tables();
  }

  /** An empty line, unless this is the beginning or there is one already. */
  private void separate() {
    int n = out.length();
    if (n == 0 && flushed) {
      out.append('\n');
    } else if (n > 1 && !(out.charAt(n - 1) == '\n' && out.charAt(n - 2) == '\n')) {
      out.append('\n');
    }
  }

  private void namedMetadata(NamedMetadata named) {
    metadata.name(named.name());
    out.append(" = !{");
    String separator = "";
    for (MetadataNode node : named.nodes()) {
      out.append(separator);
      metadata.operand(node);
      separator = ", ";
    }
    out.append("}\n");
  }

  /** What all else has referred to: attribute groups, metadata, struct types of no module. */
  private void tables() {
    if (attributes.hasGroups()) {
      separate();
      attributes.definitions();
    }
    if (metadata.hasNodes()) {
      separate();
      metadata.definitions();
    }
    for (var missing = types.takeMissing(); !missing.isEmpty(); missing = types.takeMissing()) {
      for (StructType t : missing) {
        types.definition(t);
      }
    }
  }

  // ---- Symbols ----

  /** The words that all sorts of symbols can begin with, each with a space behind it. */
  private void words(GlobalValue g) {
    boolean hasWord = g.linkage() != Linkage.EXTERNAL;
    if (hasWord) {
      out.append(g.linkage().text()).append(' ');
    } else if (g instanceof GlobalVariable v && v.isDeclaration()) {
      out.append("external ");
    }
    boolean implied =
        g.linkage().isLocal()
            || (g.visibility() != Visibility.DEFAULT && g.linkage() != Linkage.EXTERN_WEAK);
    if (g.isDsoLocal() && !implied) {
      out.append("dso_local ");
    }
    out.append(
        switch (g.visibility()) {
          case DEFAULT -> "";
          case HIDDEN -> "hidden ";
          case PROTECTED -> "protected ";
        });
    out.append(
        switch (g.dllStorage()) {
          case DEFAULT -> "";
          case IMPORT -> "dllimport ";
          case EXPORT -> "dllexport ";
        });
    threadLocal(g.threadLocalMode());
  }

  private void threadLocal(ThreadLocalMode mode) {
    out.append(
        switch (mode) {
          case NONE -> "";
          case GENERAL_DYNAMIC -> "thread_local ";
          case LOCAL_DYNAMIC -> "thread_local(localdynamic) ";
          case INITIAL_EXEC -> "thread_local(initialexec) ";
          case LOCAL_EXEC -> "thread_local(localexec) ";
        });
  }

  private static String unnamedAddr(UnnamedAddr u) {
    return switch (u) {
      case NONE -> "";
      case LOCAL -> "local_unnamed_addr";
      case GLOBAL -> "unnamed_addr";
    };
  }

  private void begin(GlobalValue g) {
    values.write(g);
    out.append(" = ");
    words(g);
    String unnamed = unnamedAddr(g.unnamedAddr());
    out.append(unnamed).append(unnamed.isEmpty() ? "" : " ");
  }

  private void variable(GlobalVariable v) {
    begin(v);
    if (v.addressSpace() != 0) {
      out.append("addrspace(").append(v.addressSpace()).append(") ");
    }
    out.append(v.isExternallyInitialized() ? "externally_initialized " : "");
    out.append(v.isConstant() ? "constant " : "global ");
    types.write(v.valueType());
    Constant initializer = v.initializer();
    if (initializer != null) {
      out.append(' ');
      values.write(initializer);
    }
    property(", section ", v.section());
    property(", partition ", v.partition());
    property(", code_model ", v.codeModel());
    if (!v.sanitizers().isEmpty()) {
      out.append(", ").append(v.sanitizers());
    }
    comdat(v, ", comdat");
    if (v.alignment() != 0) {
      out.append(", align ").append(v.alignment());
    }
    metadata.attachments(v.metadata(), ", ");
    attributes.group(v.attributes());
    out.append('\n');
  }

  private void property(String word, @Nullable String value) {
    if (value != null) {
      out.append(word).append(Names.quoted(value));
    }
  }

  private void comdat(GlobalValue g, String word) {
    Comdat c = g.comdat();
    if (c != null) {
      out.append(word);
      if (!c.name().equals(g.name())) {
        out.append('(').append(c).append(')');
      }
    }
  }

  private void alias(GlobalAlias a) {
    begin(a);
    out.append("alias ");
    types.write(a.valueType());
    out.append(", ");
    values.typed(a.aliasee());
    property(", partition ", a.partition());
    out.append('\n');
  }

  private void ifunc(GlobalIFunc i) {
    begin(i);
    out.append("ifunc ");
    types.write(i.valueType());
    out.append(", ");
    values.typed(i.resolver());
    property(", partition ", i.partition());
    metadata.attachments(i.metadata(), ", ");
    out.append('\n');
  }

  // ---- Functions ----

  private void function(Function f) {
    boolean declaration = f.isDeclaration();
    if (declaration) {
      head(f, null);
      out.append('\n');
      return;
    }
    try (LocalNumbers locals = new LocalNumbers(f)) {
      values.setLocals(locals);
      head(f, locals);
      out.append(" {\n");
      boolean first = true;
      for (BasicBlock b : f.blocks()) {
        block(b, first, locals);
        first = false;
      }
      out.append("}\n");
    } finally {
      values.setLocals(null);
    }
  }

  private void head(Function f, @Nullable LocalNumbers locals) {
    out.append(locals == null ? "declare " : "define ");
    if (locals == null) {
      metadata.attachments(f.metadata(), "");
      out.append(f.metadata().isEmpty() ? "" : " ");
    }
    words(f);
    int before = out.length();
    instructions.callingConvention(f.callingConvention());
    if (out.length() > before) {
      out.deleteCharAt(before).append(' ');
    }
    attributes.inline(f.attributes().result());
    types.write(f.returnType());
    out.append(' ');
    values.write(f);
    out.append('(');
    String separator = "";
    for (Argument a : f.arguments()) {
      out.append(separator);
      types.write(a.type());
      int length = out.append(' ').length();
      attributes.inline(a.attributes());
      if (locals != null) {
        locals.write(out, a);
      } else {
        out.setLength(Math.max(length, out.length()) - 1); // the space behind the last word
      }
      separator = ", ";
    }
    if (f.functionType().isVarArg()) {
      out.append(separator).append("...");
    }
    out.append(')');
    String unnamed = unnamedAddr(f.unnamedAddr());
    out.append(unnamed.isEmpty() ? "" : " ").append(unnamed);
    if (f.addressSpace() != 0) {
      out.append(" addrspace(").append(f.addressSpace()).append(')');
    }
    attributes.group(f.attributes().function());
    property(" section ", f.section());
    property(" partition ", f.partition());
    comdat(f, " comdat");
    if (f.alignment() != 0) {
      out.append(" align ").append(f.alignment());
    }
    property(" gc ", f.gc());
    constant(" prefix ", f.prefixData());
    constant(" prologue ", f.prologueData());
    constant(" personality ", f.personality());
    if (locals != null) {
      metadata.attachments(f.metadata(), " ");
    }
  }

  private void constant(String word, @Nullable Constant value) {
    if (value != null) {
      out.append(word);
      values.typed(value);
    }
  }

  private void block(BasicBlock b, boolean first, LocalNumbers locals) {
    String name = locals.name(b);
    if (!first) {
      out.append('\n');
    }
    if (name != null) {
      out.append(Names.isPlain(name) ? name : Names.quoted(name)).append(":\n");
    } else if (!first || b.hasUses()) {
      out.append(b.number).append(":\n");
    }
    for (Instruction i : b) {
      instruction(i, locals);
    }
  }

  private void instruction(Instruction i, @Nullable LocalNumbers locals) {
    for (DebugRecord r : i.debugRecords()) {
      debugRecord(r);
    }
    out.append("  ");
    if (i.type() != Types.VOID) {
      if (locals != null) {
        locals.write(out, i);
      } else {
        out.append(i);
      }
      out.append(" = ");
    }
    instructions.write(i);
    metadata.attachments(i.metadata(), ", ");
    out.append('\n');
  }

  private void debugRecord(DebugRecord r) {
    out.append("    #dbg_").append(r.kind()).append('(');
    String separator = "";
    for (Metadata m : r.operands()) {
      out.append(separator);
      metadata.operand(m);
      separator = ", ";
    }
    out.append(")\n");
  }
}
