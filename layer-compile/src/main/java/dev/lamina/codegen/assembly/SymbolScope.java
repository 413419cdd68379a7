package dev.lamina.codegen.assembly;

import org.jspecify.annotations.Nullable;

/** What is known of symbols when an instruction is read; sizes of its fields may depend on it. */
public interface SymbolScope {
  /** Nothing is known. */
  SymbolScope NONE =
      new SymbolScope() {
        @Override
        public @Nullable Long absolute(String symbol) {
          return null;
        }

        @Override
        public @Nullable Long distance(String plus, String minus) {
          return null;
        }
      };

  /** The number that {@code .set} or {@code =} has given to the symbol so far, or null. */
  @Nullable Long absolute(String symbol);

  /** {@code plus - minus} if nothing of unknown size lies between the two, otherwise null. */
  @Nullable Long distance(String plus, String minus);
}
