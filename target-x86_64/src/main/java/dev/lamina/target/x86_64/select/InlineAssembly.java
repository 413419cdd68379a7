package dev.lamina.target.x86_64.select;

import dev.lamina.ir.CallBase;
import dev.lamina.ir.InlineAsm;
import dev.lamina.target.UnsupportedConstructException;
import java.util.Arrays;

/**
 * Inline assembly whose template is empty or a comment: a barrier for the compiler. Text with
 * instructions is refused by name.
 */
final class InlineAssembly {
  private InlineAssembly() {}

  static void emit(X86Selector s, CallBase call) {
    InlineAsm asm = (InlineAsm) call.callee();
    if (!isEmpty(asm.template())) {
      throw new UnsupportedConstructException("inline assembly \"" + asm.template().strip() + "\"");
    }
    String[] constraints =
        asm.constraints().isEmpty() ? new String[0] : asm.constraints().split(",", -1);
    int outputs = 0;
    for (String c : constraints) {
      if (c.startsWith("=*")) {
        continue;
      }
      if (c.startsWith("=")) {
        outputs++;
      }
    }
    int parts = s.partsOf(call.type()).count();
    if (outputs == 0 || parts == 0) {
      return;
    }
    // Each result is the input tied to it; a result without one may be anything.
    int argument = 0;
    int[] tied = new int[outputs];
    Arrays.fill(tied, -1);
    for (String c : constraints) {
      if (c.startsWith("=*")) {
        argument++;
      } else if (!c.startsWith("=") && !c.startsWith("~") && !c.startsWith("!")) {
        if (!c.isEmpty() && Character.isDigit(c.charAt(0))) {
          int output = Integer.parseInt(c.replaceAll("\\D.*", ""));
          if (output < outputs) {
            tied[output] = argument;
          }
        }
        argument++;
      }
    }
    int part = 0;
    for (int o = 0; o < outputs && part < parts; o++) {
      if (tied[o] >= 0 && tied[o] < call.argumentCount()) {
        int n = s.partsOf(call.argument(tied[o]).type()).count();
        for (int p = 0; p < n && part < parts; p++) {
          s.sink().copy(s.result(call, part++), s.value(call.argument(tied[o]), p));
        }
      } else {
        s.sink().begin(X86Op.UNDEFINED, 0).def(s.result(call, part++)).end();
      }
    }
    while (part < parts) {
      s.sink().begin(X86Op.UNDEFINED, 0).def(s.result(call, part++)).end();
    }
  }

  /** Nothing but white space and comments. */
  private static boolean isEmpty(String template) {
    for (String line : template.split("\n", -1)) {
      String text = line.strip();
      if (!text.isEmpty() && !text.startsWith("#")) {
        return false;
      }
    }
    return true;
  }
}
