package dev.lamina.ir.text;

import dev.lamina.ir.Constant;
import dev.lamina.ir.ConstantAggregate;
import dev.lamina.ir.ConstantDataSequence;
import dev.lamina.ir.ConstantInt;
import dev.lamina.ir.ConstantZero;
import dev.lamina.ir.ShuffleVectorInst;
import dev.lamina.ir.UndefValue;
import dev.lamina.ir.VectorType;
import java.util.Arrays;

/** The masks of {@code shufflevector}. */
final class ShuffleMasks {
  private final Lexer lex;
  private final ConstantParser constants;

  ShuffleMasks(Lexer lex, ConstantParser constants) {
    this.lex = lex;
    this.constants = constants;
  }

  /** Reads a mask of type {@code type} into vectors of type {@code vector}. */
  int[] read(VectorType type, VectorType vector, int at) {
    Constant c = constants.constant(type);
    int n = type.length();
    if (c instanceof ConstantZero || c instanceof UndefValue) {
      constants.countExpansion(at, n);
      int[] mask = new int[n];
      if (c instanceof UndefValue) {
        Arrays.fill(mask, ShuffleVectorInst.POISON_ELEMENT);
      }
      return mask;
    }
    int[] mask = new int[n];
    long limit = 2L * vector.length();
    for (int i = 0; i < n; i++) {
      long element = element(c, i, at);
      if (element >= limit || element < ShuffleVectorInst.POISON_ELEMENT) {
        throw lex.error(at, "element " + element + " of this mask is beyond both vectors");
      }
      mask[i] = (int) element;
    }
    return mask;
  }

  private long element(Constant mask, int i, int at) {
    Constant e;
    if (mask instanceof ConstantDataSequence d) {
      return d.bits(i);
    } else if (mask instanceof ConstantAggregate a) {
      e = a.element(i);
    } else {
      throw lex.error(at, "the mask of a shufflevector is a plain constant");
    }
    if (e instanceof UndefValue) {
      return ShuffleVectorInst.POISON_ELEMENT;
    }
    if (e instanceof ConstantInt c) {
      return c.zext();
    }
    throw lex.error(at, "the mask of a shufflevector is made of integers");
  }
}
