package dev.lamina.target.x86_64.select;

import static dev.lamina.codegen.SelectionRule.rule;

import dev.lamina.codegen.PartLayout;
import dev.lamina.codegen.RuleTable;
import dev.lamina.ir.ArrayType;
import dev.lamina.ir.ExtractValueInst;
import dev.lamina.ir.InsertValueInst;
import dev.lamina.ir.Instruction;
import dev.lamina.ir.Opcode;
import dev.lamina.ir.StructType;
import dev.lamina.ir.Type;

/** Structs and arrays as values: their parts are copied, or change owners. */
final class AggregateRules {
  private AggregateRules() {}

  static void addTo(RuleTable.Rules<X86Selector> table) {
    table
        .add(Opcode.EXTRACTVALUE, rule("any", AggregateRules::extract))
        .add(Opcode.INSERTVALUE, rule("any", AggregateRules::insert));
  }

  /** The number of the first part of the element that the indices lead to. */
  private static int firstPart(X86Selector s, Type aggregate, int count, IndexAt index) {
    int part = 0;
    Type t = aggregate;
    for (int n = 0; n < count; n++) {
      int at = index.get(n);
      if (t instanceof StructType struct) {
        for (int e = 0; e < at; e++) {
          part += s.partsOf(struct.elements().get(e)).count();
        }
        t = struct.elements().get(at);
      } else {
        t = ((ArrayType) t).element();
        part += at * s.partsOf(t).count();
      }
    }
    return part;
  }

  private interface IndexAt {
    int get(int n);
  }

  private static void extract(X86Selector s, Instruction i) {
    ExtractValueInst e = (ExtractValueInst) i;
    int first = firstPart(s, e.aggregate().type(), e.indexCount(), e::index);
    int parts = s.partsOf(e.type()).count();
    for (int p = 0; p < parts; p++) {
      s.sink().copy(s.result(e, p), s.value(e.aggregate(), first + p));
    }
  }

  private static void insert(X86Selector s, Instruction i) {
    InsertValueInst e = (InsertValueInst) i;
    PartLayout layout = s.partsOf(e.type());
    int first = firstPart(s, e.type(), e.indexCount(), e::index);
    int end = first + s.partsOf(e.element().type()).count();
    for (int p = 0; p < layout.count(); p++) {
      boolean inserted = p >= first && p < end;
      int from = inserted ? s.value(e.element(), p - first) : s.value(e.aggregate(), p);
      s.sink().copy(s.result(e, p), from);
    }
  }
}
