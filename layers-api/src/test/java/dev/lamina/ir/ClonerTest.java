package dev.lamina.ir;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.ir.text.IRPrinter;
import dev.lamina.ir.text.IRReader;
import dev.lamina.ir.verify.Verifier;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClonerTest {
  private static final String PROGRAM =
      """
      %pair = type { i64, ptr }

      @table = global [2 x ptr] [ptr blockaddress(@f, %2), ptr @g]
      @x = external global %pair

      declare i32 @personality(...)
      declare void @g(ptr)
      declare void @llvm.dbg.value(metadata, metadata, metadata)

      define i32 @f(i32 %0, ptr %p) personality ptr @personality {
        br label %2

      2:
        %3 = phi i32 [ 0, %1 ], [ %later, %4 ]
        store ptr getelementptr inbounds (%pair, ptr @x, i64 1, i32 1), ptr %p, align 8, !note !0
        switch i32 %3, label %4 [
          i32 1, label %end
          i32 7, label %4
        ]

      4:
        %later = add nsw i32 %3, %0
        %old = cmpxchg weak volatile ptr %p, i32 %later, i32 %3 acq_rel monotonic, align 4
        %agg = insertvalue { i32, i1 } %old, i32 3, 0
        call void @g(ptr blockaddress(@f, %end)) [ "tag"(i32 %later) ]
        call void @llvm.dbg.value(metadata i32 %later, metadata ptr @x, metadata !0)
        invoke fastcc void @g(ptr noundef @table)
                to label %2 unwind label %pad

      end:
        %r = select i1 true, i32 %3, i32 ptrtoint (ptr @f to i32)
        ret i32 %r

      pad:
        %l = landingpad { ptr, i32 }
                cleanup
                catch ptr @x
        resume { ptr, i32 } %l
      }

      !0 = !{!"note"}
      """;

  private static Function function(Module m, String name) {
    Function f = m.function(name);
    assertThat(f).isNotNull();
    return f;
  }

  private static GlobalVariable global(Module m, String name) {
    GlobalVariable g = m.global(name);
    assertThat(g).isNotNull();
    return g;
  }

  private static Constant initializer(GlobalVariable g) {
    Constant c = g.initializer();
    assertThat(c).isNotNull();
    return c;
  }

  /** A copy in another module is the same text, and shares nothing that changes. */
  @Test
  void aCopyInAnotherModule() {
    Module source = IRReader.read("source", PROGRAM);
    Module target = new Module("target");
    source.namedTypes().forEach(target::addNamedType);
    Map<GlobalValue, GlobalValue> copies = new HashMap<>();
    Cloner cloner =
        new Cloner(
            global ->
                copies.computeIfAbsent(
                    global,
                    g -> {
                      GlobalValue copy =
                          g instanceof Function f
                              ? new Function(f.name(), f.functionType())
                              : new GlobalVariable(g.name(), g.valueType());
                      target.add(copy);
                      return copy;
                    }));
    Function original = function(source, "f");
    String text = IRPrinter.print(original);
    Function copy = (Function) cloner.constant(original);
    copy.setPersonality(cloner.constant(function(source, "personality")));
    cloner.body(original, copy);
    GlobalVariable table = global(source, "table");
    Constant initializer = cloner.constant(initializer(table));
    ((GlobalVariable) cloner.constant(table)).setInitializer(initializer);
    assertThat(IRPrinter.print(copy)).isEqualTo(text);
    assertThat(Verifier.verify(target)).isEmpty();
    for (BasicBlock block : copy.blocks()) {
      for (Instruction i : block) {
        assertThat(i.function()).isSameAs(copy);
        for (Value operand : i.operands()) {
          assertThat(operand).isNotInstanceOf(PlaceholderValue.class);
          if (operand instanceof GlobalValue g) {
            assertThat(g.module()).isSameAs(target);
          }
          if (operand instanceof Instruction used) {
            assertThat(used.function()).isSameAs(copy);
            assertThat(used.users()).contains(i);
          }
        }
      }
    }
    // Addresses of blocks mean the copy's, those with numbers too, and after renumbering.
    BlockAddress second = (BlockAddress) ((ConstantAggregate) initializer).element(0);
    assertThat(second.block()).isSameAs(copy.blocks().get(1));
    copy.blocks().get(0).setName("first");
    assertThat(second.block()).isSameAs(copy.blocks().get(1));
    // The original is as it was.
    assertThat(IRPrinter.print(original)).isEqualTo(text);
    assertThat(Verifier.verify(source)).isEmpty();
  }

  @Test
  void aCopyInTheSameModule() {
    Module m = IRReader.read("source", PROGRAM);
    Function original = function(m, "f");
    Function copy = new Function("copy", original.functionType());
    m.add(copy);
    copy.setPersonality(original.personality());
    new Cloner(g -> g).body(original, copy);
    assertThat(IRPrinter.print(copy))
        .isEqualTo(IRPrinter.print(original).replace("define i32 @f(", "define i32 @copy("));
    assertThat(Verifier.verify(m)).isEmpty();
  }
}
