package dev.lamina.transform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.ir.Function;
import dev.lamina.ir.GlobalValue;
import dev.lamina.ir.Module;
import dev.lamina.ir.text.IRReader;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TransformsTest {
  private static final String PROGRAM =
      """
      $inline = comdat any
      @table = internal constant [2 x ptr] [ptr @one, ptr getelementptr (i8, ptr @data, i64 4)]
      @data = internal global [8 x i8] zeroinitializer
      @loner = internal global ptr @only_by_loner
      @llvm.global_ctors = appending global [1 x { i32, ptr, ptr }]
          [{ i32, ptr, ptr } { i32 65535, ptr @begin, ptr null }]
      @other = internal alias void (), ptr @aliased
      define i32 @main() {
        %f = load ptr, ptr @table
        call void %f()
        call void @other()
        ret i32 0
      }
      define internal void @one() { ret void }
      define internal void @aliased() { ret void }
      define internal void @begin() { ret void }
      define internal void @only_by_loner() { call void @recursive() ret void }
      define internal void @recursive() { call void @recursive() ret void }
      define internal void @never() { this is no IR }
      define linkonce_odr hidden void @inline() comdat { ret void }
      declare void @printf()
      """;

  private static List<String> names(Module module) {
    return module.globalValues().stream().map(GlobalValue::name).sorted().toList();
  }

  @Test
  void whatNothingRefersToGoes() {
    Module module = new DropUnreachable().apply(IRReader.read("m.ll", PROGRAM));
    assertThat(names(module))
        .containsExactly(
            "aliased",
            "begin",
            "data",
            "inline",
            "llvm.global_ctors",
            "main",
            "one",
            "other",
            "printf",
            "table");
  }

  @Test
  void personalitiesBlockAddressesAndReferencesKeepWhatTheyName() {
    Module module =
        new DropUnreachable()
            .apply(
                IRReader.read(
                    "m.ll",
                    """
                    @label = global ptr blockaddress(@jumps, %l)
                    define internal void @jumps() {
                      br label %l
                    l:
                      ret void
                    }
                    define void @f() personality ptr @own_personality { ret void }
                    define internal i32 @own_personality() { ret i32 0 }
                    @g = global ptr dso_local_equivalent @equivalent
                    define internal void @equivalent() { ret void }
                    """));
    assertThat(names(module))
        .containsExactly("equivalent", "f", "g", "jumps", "label", "own_personality");
  }

  @Test
  void allButWhatIsKeptBecomesLocal() {
    Module module = new Internalize(Set.of("main")).apply(IRReader.read("m.ll", PROGRAM));
    Function inline = module.function("inline");
    assertThat(inline).isNotNull();
    assertThat(inline.linkage().isLocal()).isTrue();
    assertThat(inline.comdat()).isNull();
    assertThat(
            module.globalValues().stream()
                .filter(global -> !global.linkage().isLocal())
                .map(GlobalValue::name))
        .containsExactlyInAnyOrder("llvm.global_ctors", "main", "printf");
    assertThat(names(new DropUnreachable().apply(module))).doesNotContain("inline").contains("one");
  }
}
