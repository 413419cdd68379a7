package dev.lamina.codegen.assembly;

import static com.google.common.base.Preconditions.checkState;

import dev.lamina.codegen.CodeBuffer;
import dev.lamina.object.ObjectFile;
import dev.lamina.object.Section;
import dev.lamina.object.Symbol;
import dev.lamina.symbol.SymbolFlags;
import dev.lamina.target.AssemblySymbols;
import dev.lamina.target.ModuleAssemblyException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Assembles a text.
 *
 * <pre>
 *   ObjectFile object = Assembler.assemble("start.s", text, machine);
 * </pre>
 *
 * <p>The characters of the text are bytes, as in modules. An object of this type serves one text:
 * the constructor reads it, {@link #symbols} and {@link #emit} tell what came of it.
 */
public final class Assembler {
  private static final int[] NO_LINES = {};

  private final Sections sections = new Sections();
  private final SymbolTable symbols = new SymbolTable(sections);
  private final ExpressionParser expressions = new ExpressionParser(symbols);
  private final CodeBuffer code = new CodeBuffer(16);
  private final Errors errors = new Errors();
  private final InstructionSet machine;
  private final Statements statements;
  private final Macros macros;
  private final Conditionals conditionals;
  private final SectionDirectives sectionDirectives;
  private final SymbolDirectives symbolDirectives;
  private final DataDirectives dataDirectives;
  private final UnwindDirectives unwindDirectives;
  private boolean ended;
  private boolean emitted;

  /** Reads the text. Mistakes in it are told by {@link #emit}. */
  public Assembler(String text, InstructionSet.Factory factory) {
    machine = factory.make(code, symbols);
    statements = new Statements(text);
    macros = new Macros(statements, expressions);
    conditionals = new Conditionals(expressions, symbols);
    sectionDirectives = new SectionDirectives(sections, expressions);
    symbolDirectives = new SymbolDirectives(symbols, sections, expressions);
    dataDirectives = new DataDirectives(sections, expressions, machine);
    unwindDirectives = new UnwindDirectives(sections, expressions, machine);
    read();
  }

  /**
   * Assembles a text to an object of its own.
   *
   * @throws ModuleAssemblyException if the text is wrong
   */
  public static ObjectFile assemble(String name, String text, InstructionSet.Factory factory) {
    Assembler assembler = new Assembler(text, factory);
    ObjectFile object = new ObjectFile(name, assembler.machine.machine());
    Map<String, Symbol> made = new HashMap<>();
    assembler.emit(
        object, symbol -> made.computeIfAbsent(symbol, object::addSymbol), name, NO_LINES);
    return object;
  }

  // Reading.

  private void read() {
    Place last = null;
    while (!ended && !errors.isFull()) {
      try {
        Place statement = statements.next();
        if (statement == null) {
          break;
        }
        last = statement;
        statement(statement);
      } catch (AssemblyException e) {
        errors.add(last, e.column(), e.getMessage());
      }
    }
    atEnd(last, conditionals::mustBeClosed);
    atEnd(last, unwindDirectives::mustBeClosed);
    atEnd(last, symbols::forwardMustBeDefined);
    if (last != null) {
      placeCommons(last);
    }
  }

  private void atEnd(@Nullable Place last, Runnable check) {
    try {
      check.run();
    } catch (AssemblyException e) {
      errors.add(last, e.column(), e.getMessage());
    }
  }

  private void placeCommons(Place last) {
    for (AsmSymbol symbol : symbols.all()) {
      if (symbol.common && symbol.local) {
        sectionDirectives.accept(".bss", new Lexer(""));
        symbolDirectives.placeLocalCommons(sections.current(), last);
        return;
      }
    }
  }

  private void statement(Place place) {
    String text = place.text();
    boolean active = conditionals.active();
    int at = 0;
    while (true) {
      at = Statements.skipBlanks(text, at);
      int end = Statements.endOfSymbol(text, at);
      int colon = Statements.skipBlanks(text, end);
      if (end == at || colon == text.length() || text.charAt(colon) != ':') {
        break;
      }
      if (active) {
        boolean quoted = text.charAt(at) == '"';
        String name = quoted ? new Lexer(text, at).text : text.substring(at, end);
        symbols.label(name, quoted, at + 1);
      }
      at = colon + 1;
    }
    if (at == text.length()) {
      return;
    }
    Lexer in = new Lexer(text, at);
    String word = in.quoted ? "" : in.text.toLowerCase(Locale.ROOT);
    if (in.kind == Lexer.Kind.NAME && active) {
      int after = Statements.skipBlanks(text, Statements.endOfSymbol(text, at));
      if (after < text.length() && text.charAt(after) == '=') {
        assignment(in, place);
        return;
      }
    }
    if (word.startsWith(".")) {
      int after = Statements.endOfSymbol(text, at);
      if (active && dataDirectives.acceptLiterals(word, text.substring(after), after + 1)) {
        return;
      }
      in.next();
      if (conditionals.accept(word, in) || !active) {
        return;
      }
      directive(word, in, place);
    } else if (active && !macros.accept(word, wordTaken(text, at), place)) {
      instruction(text, at, place);
    }
  }

  private static Lexer wordTaken(String text, int at) {
    return new Lexer(text, Statements.endOfSymbol(text, at));
  }

  private void assignment(Lexer in, Place place) {
    if (in.text.equals(".")) {
      in.next();
      in.next();
      dataDirectives.org(in, place);
    } else {
      symbolDirectives.assignment(in);
    }
    mustEnd(in);
  }

  private static void mustEnd(Lexer in) {
    if (in.kind != Lexer.Kind.END) {
      throw in.error("expected the end of the statement, found " + in.describe());
    }
  }

  private void directive(String word, Lexer in, Place place) {
    if (macros.accept(word, in, place)) {
      return;
    }
    switch (word) {
      case ".file", ".loc", ".ident", ".addrsig", ".addrsig_sym", ".version", ".att_syntax" -> {
        // Of no consequence for what runs.
        if (word.equals(".att_syntax") && in.text.equals("noprefix")) {
          throw new AssemblyException(1, ".att_syntax noprefix is not supported");
        }
        return;
      }
      case ".end" -> ended = true;
      case ".err" -> throw new AssemblyException(1, ".err was met");
      case ".error" -> throw new AssemblyException(1, in.quoted ? in.text : ".error was met");
      default -> {
        boolean known =
            dataDirectives.accept(word, in, place)
                || sectionDirectives.accept(word, in)
                || symbolDirectives.accept(word, in, place)
                || unwindDirectives.accept(word, in, place);
        if (!known) {
          throw new AssemblyException(1, "directive " + word + " is not supported");
        }
      }
    }
    mustEnd(in);
  }

  // Instructions.

  private void instruction(String text, int from, Place place) {
    code.truncate(0);
    List<Fixup> fixups;
    try {
      fixups = machine.assemble(text.substring(from));
    } catch (AssemblyException e) {
      throw (AssemblyException)
          new AssemblyException(e.column() + from, e.getMessage() == null ? "" : e.getMessage())
              .initCause(e);
    }
    AsmSection section = sections.current();
    if (fixups.size() == 1 && branch(fixups.get(0), section, from, place)) {
      return;
    }
    int start = section.bytes.size();
    Fragment fragment = section.last();
    for (Fixup f : fixups) {
      section.references.add(
          new AsmSection.Reference(
              fragment,
              start + f.offset(),
              f.size(),
              null,
              linear(f, from),
              f.pcRelative(),
              f.signExtended(),
              f.branch(),
              machine.relocation(f, code),
              f.size() + f.bytesAfter(),
              start,
              place,
              from + 1));
    }
    section.bytes.put(code.array(), 0, code.size());
  }

  /** Makes a fragment of a branch that may be short; returns false for all else. */
  private boolean branch(Fixup f, AsmSection section, int from, Place place) {
    boolean candidate =
        f.branch() && f.size() == 4 && f.offset() + 4 == code.size() && f.minus() == null;
    byte[] shortOpcode = candidate ? machine.shortBranch(code) : null;
    if (shortOpcode == null) {
      return false;
    }
    Linear target = linear(f, from);
    Fragment branch = section.close(Fragment.Tail.BRANCH, place);
    branch.target = target;
    branch.shortOpcode = shortOpcode;
    branch.longOpcode = Arrays.copyOf(code.array(), f.offset());
    branch.relocation = machine.relocation(f, code);
    branch.size = shortOpcode.length + 1L;
    return true;
  }

  private Linear linear(Fixup f, int from) {
    AsmSymbol plus = symbols.get(f.symbol(), from + 1);
    plus.referenced = true;
    String subtracted = f.minus();
    AsmSymbol minus = subtracted == null ? null : symbols.get(subtracted, from + 1);
    return new Linear(plus, minus, f.addend(), f.modifier());
  }

  // What came of it.

  /** The symbols of the text; those that came before and after mistakes, if there are any. */
  public AssemblySymbols symbols() {
    Map<String, SymbolFlags> definitions = new HashMap<>();
    Map<String, Long> commonSizes = new HashMap<>();
    Set<String> references = new HashSet<>();
    for (AsmSymbol symbol : symbols.all()) {
      if (!symbol.isDefined()) {
        if (symbol.referenced || symbol.weaklyReferenced) {
          references.add(symbol.name);
        }
      } else if (!symbol.isLocal()) {
        definitions.put(symbol.name, flags(symbol));
        if (symbol.common) {
          commonSizes.put(symbol.name, symbol.commonSize);
        }
      }
    }
    boolean hasInitializers = false;
    for (AsmSection section : sections.all()) {
      hasInitializers |=
          section.kind == Section.Kind.INIT_ARRAY
              || section.kind == Section.Kind.FINI_ARRAY
              || section.kind == Section.Kind.PREINIT_ARRAY;
    }
    return new AssemblySymbols(definitions, commonSizes, references, hasInitializers);
  }

  private SymbolFlags flags(AsmSymbol symbol) {
    SymbolFlags flags = SymbolFlags.NONE;
    if (symbol.visibility == null || symbol.visibility == Symbol.Visibility.PROTECTED) {
      flags = flags.exported();
    }
    if (symbol.type == Symbol.Type.FUNC || symbol.type == Symbol.Type.IFUNC) {
      flags = flags.callable();
    }
    if (symbol.common) {
      flags = flags.common();
    } else if (symbols.absolute(symbol) != null) {
      flags = flags.absolute();
    }
    AsmSection section = symbol.section();
    return symbol.weak || section != null && section.comdat ? flags.weak() : flags;
  }

  /**
   * Adds sections, symbols and relocations to an object, once.
   *
   * @param object may hold what was made otherwise, whose symbols then have their places
   * @param objectSymbols finds or makes the one symbol of a name
   * @param module what messages call the text's module
   * @param lineInModule for each line of the text, from 1, where the module has it
   * @throws ModuleAssemblyException if the text is wrong
   */
  public void emit(
      ObjectFile object,
      Function<String, Symbol> objectSymbols,
      String module,
      int[] lineInModule) {
    checkState(!emitted, "the assembly of %s was emitted before", module);
    emitted = true;
    if (errors.isEmpty()) {
      new Layout(sections, errors).run();
    }
    if (errors.isEmpty()) {
      ObjectEmitter emitter =
          new ObjectEmitter(machine, sections, symbols, object, objectSymbols, errors);
      emitter.emit();
      if (errors.isEmpty() && !unwindDirectives.frames().isEmpty()) {
        new UnwindSection(machine, emitter, object).write(unwindDirectives.frames());
      }
    }
    if (!errors.isEmpty()) {
      throw new ModuleAssemblyException(module, errors.problems(), lineInModule);
    }
  }
}
