package dev.lamina.ir.text;

import dev.lamina.ir.BasicBlock;
import dev.lamina.ir.BinaryOperator;
import dev.lamina.ir.CastInst;
import dev.lamina.ir.Constant;
import dev.lamina.ir.ConstantExpr;
import dev.lamina.ir.ExtractElementInst;
import dev.lamina.ir.FCmpInst;
import dev.lamina.ir.GetElementPtrInst;
import dev.lamina.ir.ICmpInst;
import dev.lamina.ir.InsertElementInst;
import dev.lamina.ir.Instruction;
import dev.lamina.ir.Opcode;
import dev.lamina.ir.PhiNode;
import dev.lamina.ir.SelectInst;
import dev.lamina.ir.UnaryOperator;
import dev.lamina.ir.Value;
import org.jspecify.annotations.Nullable;

/**
 * Makes instructions of constant expressions that LLVM 19 no longer has, where they are operands of
 * instructions.
 */
final class LegacyExpansion {
  private LegacyExpansion() {}

  static void expandOperands(Instruction user) {
    BasicBlock block = user.parent();
    if (block == null) {
      return;
    }
    for (int i = 0; i < user.operandCount(); i++) {
      if (!(user.operand(i) instanceof ConstantExpr e) || !containsLegacy(e)) {
        continue;
      }
      if (user instanceof PhiNode phi) {
        Value same = earlier(phi, i);
        if (same == null) {
          BasicBlock from = phi.incomingBlock(i);
          Instruction end = from.terminator();
          same = end == null ? e : expand(e, from, end);
        }
        phi.setOperand(i, same);
      } else {
        user.setOperand(i, expand(e, block, user));
      }
    }
  }

  /** A phi must have one value for one block, however many edges come from there. */
  private static @Nullable Value earlier(PhiNode phi, int at) {
    for (int i = 0; i < at; i++) {
      if (phi.incomingBlock(i) == phi.incomingBlock(at)) {
        return phi.incomingValue(i);
      }
    }
    return null;
  }

  private static boolean containsLegacy(ConstantExpr e) {
    if (LegacyConstants.isLegacy(e.opcode())) {
      return true;
    }
    for (Constant c : e.operands()) {
      if (c instanceof ConstantExpr inner && containsLegacy(inner)) {
        return true;
      }
    }
    return false;
  }

  private static Value expand(ConstantExpr e, BasicBlock block, Instruction before) {
    Value[] operands = new Value[e.operands().size()];
    for (int i = 0; i < operands.length; i++) {
      Constant c = e.operand(i);
      operands[i] =
          c instanceof ConstantExpr inner && containsLegacy(inner)
              ? expand(inner, block, before)
              : c;
    }
    Instruction made = instruction(e, operands);
    if (made == null) {
      return e;
    }
    made.setFlags(e.flags());
    made.setLine(before.line());
    block.insertBefore(made, before);
    return made;
  }

  private static @Nullable Instruction instruction(ConstantExpr e, Value[] operands) {
    Opcode opcode = e.opcode();
    if (opcode.isCast()) {
      return new CastInst(opcode, operands[0], e.type());
    }
    if (opcode.isBinary()) {
      return new BinaryOperator(opcode, operands[0], operands[1]);
    }
    return switch (opcode) {
      case FNEG -> new UnaryOperator(opcode, operands[0]);
      case ICMP -> new ICmpInst(e.intPredicate(), operands[0], operands[1]);
      case FCMP -> new FCmpInst(e.floatPredicate(), operands[0], operands[1]);
      case SELECT -> new SelectInst(operands[0], operands[1], operands[2]);
      case GETELEMENTPTR -> new GetElementPtrInst(e.sourceType(), operands);
      case EXTRACTELEMENT -> new ExtractElementInst(operands[0], operands[1]);
      case INSERTELEMENT -> new InsertElementInst(operands[0], operands[1], operands[2]);
      default -> null; // a shuffle, whose mask is no operand of the instruction
    };
  }
}
