package dev.lamina.target.x86_64.asm;

import dev.lamina.target.x86_64.encode.Descriptors;
import dev.lamina.target.x86_64.encode.Op;
import dev.lamina.target.x86_64.encode.Packed;
import dev.lamina.target.x86_64.encode.Sse;
import dev.lamina.target.x86_64.encode.Sys;
import dev.lamina.target.x86_64.encode.X87;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * From a mnemonic to the rows of the instruction table that it can mean, in the order in which they
 * are tried. Most names stand in the table itself; here are only those that mean more than a row: a
 * size, an immediate, or a wait before the instruction.
 */
final class Mnemonics {
  /**
   * A row that a mnemonic can mean.
   *
   * @param size the operand size that the mnemonic says, or 0
   * @param implied the immediate that the mnemonic says, or -1
   * @param waits whether fwait comes before the instruction
   */
  record Candidate(int op, int size, int implied, boolean waits) {}

  private static final String[] PREDICATES = {
    "eq", "lt", "le", "unord", "neq", "nlt", "nle", "ord"
  };

  private static final Map<String, List<Candidate>> ROWS = rows();

  private Mnemonics() {}

  /** The rows that a name can mean; for most with a size suffix taken off. */
  static List<Candidate> candidates(String name) {
    List<Candidate> whole = ROWS.getOrDefault(name, List.of());
    int size =
        switch (name.charAt(name.length() - 1)) {
          case 'b' -> 1;
          case 'w' -> 2;
          case 'l' -> 4;
          case 'q' -> 8;
          default -> 0;
        };
    if (size == 0) {
      return whole;
    }
    List<Candidate> all = new ArrayList<>(whole);
    for (Candidate c : ROWS.getOrDefault(name.substring(0, name.length() - 1), List.of())) {
      boolean takesSuffix = (Descriptors.sizes(Descriptors.of(c.op)) & size) != 0;
      if (c.size == 0 && takesSuffix && c.op != Op.CRC32_8) {
        all.add(new Candidate(c.op, size, c.implied, c.waits));
      }
    }
    return all;
  }

  private static Map<String, List<Candidate>> rows() {
    Map<String, List<Candidate>> rows = new HashMap<>();
    // Touching a constant of each chapter makes it fill its part of the table.
    int[] chapters = {Op.ADD, Sse.ADDPS, Packed.PAND, X87.FLD, Sys.CPUID};
    for (int op = chapters[0]; op < Descriptors.capacity(); op++) {
      // These two have a name per size.
      if (op != Op.CWDE && op != Op.CDQ && !Descriptors.names(op).isEmpty()) {
        for (String name : Descriptors.names(op).split(" ", -1)) {
          add(rows, name, op, 0);
        }
      }
    }
    add(rows, "cbw cbtw", Op.CWDE, 2);
    add(rows, "cwde cwtl", Op.CWDE, 4);
    add(rows, "cdqe cltq", Op.CWDE, 8);
    add(rows, "cwd cwtd", Op.CDQ, 2);
    add(rows, "cdq cltd", Op.CDQ, 4);
    add(rows, "cqo cqto", Op.CDQ, 8);
    add(rows, "movsd", Op.MOVS, 4);
    add(rows, "cmpsd", Op.CMPS, 4);
    add(rows, "xlatb", Op.XLAT, 0);
    add(rows, "iret", Sys.IRET, 4);
    add(rows, "sysret", Sys.SYSRET, 4);
    add(rows, "crc32b", Op.CRC32_8, 0);
    add(rows, "movabs", Op.MOV, 0);
    add(rows, "movq", Packed.MOVD_X, 8);
    add(rows, "movq", Packed.MOVD_G, 8);
    for (int p = 0; p < PREDICATES.length; p++) {
      implied(rows, "cmp" + PREDICATES[p] + "ss", Sse.CMPSS, p);
      implied(rows, "cmp" + PREDICATES[p] + "sd", Sse.CMPSD, p);
      implied(rows, "cmp" + PREDICATES[p] + "ps", Sse.CMPPS, p);
      implied(rows, "cmp" + PREDICATES[p] + "pd", Sse.CMPPD, p);
    }
    implied(rows, "pclmullqlqdq", Packed.PCLMULQDQ, 0x00);
    implied(rows, "pclmulhqlqdq", Packed.PCLMULQDQ, 0x01);
    implied(rows, "pclmullqhqdq", Packed.PCLMULQDQ, 0x10);
    implied(rows, "pclmulhqhqdq", Packed.PCLMULQDQ, 0x11);
    waiting(rows, "fstcw", X87.FNSTCW);
    waiting(rows, "fstsw", X87.FNSTSW_AX);
    waiting(rows, "fstsw", X87.FNSTSW);
    waiting(rows, "fstenv", X87.FNSTENV);
    waiting(rows, "fsave", X87.FNSAVE);
    waiting(rows, "fclex", X87.FNCLEX);
    waiting(rows, "finit", X87.FNINIT);
    return rows;
  }

  private static void add(Map<String, List<Candidate>> rows, String names, int op, int size) {
    for (String name : names.split(" ", -1)) {
      add(rows, name, new Candidate(op, size, -1, false));
    }
  }

  private static void implied(Map<String, List<Candidate>> rows, String name, int op, int imm) {
    add(rows, name, new Candidate(op, 0, imm, false));
  }

  private static void waiting(Map<String, List<Candidate>> rows, String name, int op) {
    add(rows, name, new Candidate(op, 0, -1, true));
  }

  private static void add(Map<String, List<Candidate>> rows, String name, Candidate candidate) {
    rows.computeIfAbsent(name, n -> new ArrayList<>()).add(candidate);
  }
}
