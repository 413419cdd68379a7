package dev.lamina.codegen.assembly;

import dev.lamina.ir.Module;
import dev.lamina.object.ObjectFile;
import dev.lamina.object.Symbol;
import dev.lamina.target.AssemblySymbols;
import dev.lamina.target.ModuleAssemblyException;
import java.util.Arrays;
import java.util.function.Function;

/** The {@code module asm} of a module, which is one text. */
public final class ModuleAssembly {
  private ModuleAssembly() {}

  /** Its symbols; what is wrong in it is passed over. */
  public static AssemblySymbols symbols(Module module, InstructionSet.Factory factory) {
    return new Assembler(text(module), factory).symbols();
  }

  /**
   * Adds it to the object of the module's code.
   *
   * @param objectSymbols finds or makes the one symbol of a name in that object
   * @throws ModuleAssemblyException if it is wrong
   */
  public static void emit(
      Module module,
      InstructionSet.Factory factory,
      ObjectFile object,
      Function<String, Symbol> objectSymbols) {
    new Assembler(text(module), factory).emit(object, objectSymbols, module.name(), lines(module));
  }

  private static String text(Module module) {
    StringBuilder text = new StringBuilder();
    for (String part : module.moduleAsm()) {
      text.append(part).append('\n');
    }
    return text.toString();
  }

  /** For each line of the text, from 1, the line of the module's text that it stands in. */
  private static int[] lines(Module module) {
    int[] lines = new int[module.moduleAsm().size() + 1];
    int line = 1;
    for (int i = 0; i < module.moduleAsm().size(); i++) {
      String part = module.moduleAsm().get(i);
      int count = 1;
      for (int end = part.indexOf('\n'); end >= 0; end = part.indexOf('\n', end + 1)) {
        count++;
      }
      if (line + count > lines.length) {
        lines = Arrays.copyOf(lines, Math.max(2 * lines.length, line + count));
      }
      Arrays.fill(lines, line, line + count, module.moduleAsmLine(i));
      line += count;
    }
    return lines;
  }
}
