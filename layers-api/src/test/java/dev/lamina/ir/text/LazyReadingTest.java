package dev.lamina.ir.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.ir.BasicBlock;
import dev.lamina.ir.BlockAddress;
import dev.lamina.ir.Function;
import dev.lamina.ir.GlobalVariable;
import dev.lamina.ir.Instruction;
import dev.lamina.ir.MetadataNode;
import dev.lamina.ir.Module;
import dev.lamina.ir.PlaceholderValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Bodies and metadata that are read when they are asked for, from many threads. */
class LazyReadingTest {
  private static final int FUNCTIONS = 400;

  private static String program() {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < FUNCTIONS; i++) {
      out.append("@t").append(i).append(" = global [2 x ptr] [ptr blockaddress(@f").append(i);
      out.append(", %4), ptr @f").append((i * 7 + 1) % FUNCTIONS).append("]\n");
    }
    for (int i = 0; i < FUNCTIONS; i++) {
      String next = "@f" + (i + 1) % FUNCTIONS;
      out.append("define i32 @f")
          .append(i)
          .append("(i32 %0, ptr %p) #")
          .append(i % 5)
          .append(" {\n");
      out.append("  %2 = call i32 ").append(next).append("(i32 %later, ptr blockaddress(");
      out.append(next).append(", %4)), !dbg !").append(i).append("\n");
      out.append("  %later = add i32 %0, ").append(i).append("\n  br label %4\n\n4:\n");
      out.append("  %named = phi i32 [ %2, %1 ]\n  ret i32 %named, !tbaa !7\n}\n\n");
    }
    for (int i = 0; i < 5; i++) {
      out.append("attributes #")
          .append(i)
          .append(" = { nounwind \"n\"=\"")
          .append(i)
          .append("\" }\n");
    }
    for (int i = 0; i < FUNCTIONS; i++) {
      out.append("!")
          .append(i)
          .append(" = !{i32 ")
          .append(i)
          .append(", !")
          .append((i + 1) % FUNCTIONS);
      out.append("}\n");
    }
    return out.toString().replace("%later, ptr block", "%0, ptr block");
  }

  private static String printedFunctions(Module m) {
    StringBuilder out = new StringBuilder();
    m.functions().forEach(f -> out.append(IRPrinter.print(f)));
    return out.toString();
  }

  @Test
  void manyThreadsReadTheSameModule() throws Exception {
    String text = program();
    String expected = IRPrinter.print(IRReader.read("m.ll", text));
    for (int round = 0; round < 5; round++) {
      Module m = IRReader.read("m.ll", text);
      ExecutorService executor = Executors.newFixedThreadPool(8);
      List<Future<?>> results = new ArrayList<>();
      for (int thread = 0; thread < 8; thread++) {
        List<Function> order = new ArrayList<>(m.functions());
        Collections.shuffle(order, new java.util.Random(thread));
        results.add(
            executor.submit(
                () -> {
                  for (Function f : order) {
                    f.materialize();
                    for (BasicBlock b : f.blocks()) {
                      for (Instruction i : b) {
                        checkRead(i);
                      }
                    }
                  }
                }));
      }
      for (Future<?> r : results) {
        r.get();
      }
      executor.shutdown();
      assertThat(IRPrinter.print(m)).isEqualTo(expected);
    }
    assertThat(printedFunctions(IRReader.read("m.ll", text))).contains("blockaddress(@f1, %3)");
  }

  private static void checkRead(Instruction i) {
    for (int n = 0; n < i.operandCount(); n++) {
      assertThat(i.operand(n)).isNotInstanceOf(PlaceholderValue.class);
    }
    if (i.metadata().get("dbg") instanceof MetadataNode node) {
      assertThat(node.operandCount()).isEqualTo(2);
      // One object for one number, whoever comes first.
      MetadataNode next = (MetadataNode) node.operand(1);
      assertThat(next.contents()).isSameAs(next.contents());
      assertThat(next.textNumber()).isEqualTo((node.textNumber() + 1) % FUNCTIONS);
    }
  }

  @Test
  void nothingIsReadBeforeItIsAskedFor() {
    Module m = IRReader.read("m.ll", program());
    assertThat(m.functions())
        .noneMatch(Function::isMaterialized)
        .noneMatch(Function::isDeclaration);
    m.functions().get(3).blocks();
    assertThat(m.functions()).filteredOn(Function::isMaterialized).hasSize(1);
  }

  @Test
  void aReleasedBodyIsMadeAgain() {
    String text =
        """
        define i32 @f(i32 %0, i32 %b) {
          %2 = add i32 %0, %b, !note !0
          br label %next

        next:
          %3 = phi i32 [ %2, %1 ]
          ret i32 %3
        }

        !0 = !{}
        """;
    Module m = IRReader.read("m.ll", text);
    Function f = m.function("f");
    assertThat(f).isNotNull();
    assertThat(f.releaseBody()).as("nothing is there yet").isFalse();
    String first = IRPrinter.print(m);
    BasicBlock entry = f.entryBlock();
    assertThat(f.releaseBody()).isTrue();
    assertThat(f.isMaterialized()).isFalse();
    assertThat(f.argument(0).hasUses()).isFalse();
    assertThat(f.isDeclaration()).isFalse();
    assertThat(IRPrinter.print(m)).isEqualTo(first);
    assertThat(f.entryBlock()).isNotSameAs(entry);
    assertThat(f.argument(0).users()).containsExactly(f.entryBlock().first());
  }

  @Test
  void aBodyWithAnAddressStays() {
    Module m = IRReader.read("m.ll", program());
    Function f = m.functions().get(3);
    List<BasicBlock> blocks = List.copyOf(f.blocks());
    assertThat(f.releaseBody()).isFalse();
    assertThat(f.blocks()).isEqualTo(blocks);
  }

  @Test
  void instructionsKnowTheirLines() {
    Module m =
        IRReader.read(
            "m.ll",
            """
            ; a comment

            declare void @g()
            define i32 @f() {

              ; "}
              call void @g()
              %x = add i32
                1,
                2


              ret i32 %x
            }
            """);
    Function f = m.function("f");
    assertThat(f).isNotNull();
    assertThat(f.line()).isEqualTo(4);
    List<Integer> lines = new ArrayList<>();
    f.entryBlock().forEach(i -> lines.add(i.line()));
    assertThat(lines).containsExactly(7, 8, 13);
  }

  @Test
  void addressOfABlockSurvivesRenumbering() {
    Module m =
        IRReader.read(
            "m.ll",
            """
            @x = global ptr blockaddress(@f, %7)
            define void @f(i1 %c) {
              %5 = add i32 1, 1
              br i1 %c, label %6, label %7
            6:
              br label %7
            7:
              ret void
            }
            """);
    Function f = m.function("f");
    GlobalVariable x = m.global("x");
    assertThat(f).isNotNull();
    assertThat(x).isNotNull();
    BlockAddress address = (BlockAddress) x.initializer();
    assertThat(address).isNotNull();
    BasicBlock target = address.block();
    assertThat(target).isSameAs(f.blocks().get(2));
    Instruction first = f.entryBlock().first();
    assertThat(first).isNotNull();
    first.erase();
    assertThat(address.block()).isSameAs(target);
    assertThat(IRPrinter.print(m)).contains("@x = global ptr blockaddress(@f, %2)");
  }
}
