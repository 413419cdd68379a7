package dev.lamina.jit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.ir.Module;
import dev.lamina.ir.text.IRReader;
import dev.lamina.session.JitException;
import dev.lamina.session.ResourceTracker;
import dev.lamina.target.ModuleAssemblyException;
import dev.lamina.target.UnsupportedConstructException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JitTest {
  private static final String SUM =
      "define i64 @sum(i64 %a, i64 %b) {\n  %c = add i64 %a, %b\n  ret i64 %c\n}";

  @Test
  void functionsCanBeCalled() {
    try (Jit jit = Jit.create()) {
      jit.addModule("sum", SUM);
      NativeFunction sum = jit.lookup("sum");
      assertThat(sum.name()).isEqualTo("sum");
      assertThat(sum.call(40, 2)).isEqualTo(42);
      assertThat(sum.call(Long.MAX_VALUE, 1)).isEqualTo(Long.MIN_VALUE);
    }
  }

  @Test
  void modulesUseEachOtherAndTheProcess() {
    try (Jit jit = Jit.create()) {
      jit.addModule("sum", SUM);
      jit.addModule(
          "user",
          """
          declare i64 @sum(i64, i64)
          declare i64 @strlen(ptr)
          @text = private constant [6 x i8] c"seven\\00"
          define i64 @use(i64 %a) {
            %n = call i64 @strlen(ptr @text)
            %r = call i64 @sum(i64 %a, i64 %n)
            ret i64 %r
          }
          """);
      assertThat(jit.lookup("use").call(37)).isEqualTo(42);
    }
  }

  @Test
  void whatIsRemovedCanBeDefinedAnew() {
    try (Jit jit = Jit.create()) {
      ResourceTracker first = jit.addModule("one", "define i64 @f() { ret i64 1 }");
      assertThat(jit.lookup("f").call()).isEqualTo(1);
      first.remove();
      jit.addModule("two", "define i64 @f() { ret i64 2 }");
      assertThat(jit.lookup("f").call()).isEqualTo(2);
    }
  }

  @Test
  void failuresReachTheLookUp() {
    try (Jit jit = Jit.create()) {
      jit.addModule("bad", "define i64 @f() {\n  ret i65 %x\n}");
      assertThatThrownBy(() -> jit.lookup("f"))
          .isInstanceOf(JitException.class)
          .hasMessageContaining("bad:2:");
      assertThatThrownBy(() -> jit.lookup("g"))
          .isInstanceOf(JitException.class)
          .hasMessage("look-up in library \"main\": undefined: g");
      jit.addModule("asm", "module asm \"nope\"\ndefine void @h() { ret void }");
      assertThatThrownBy(() -> jit.lookup("h"))
          .isInstanceOf(JitException.class)
          .hasMessageContaining(
              "asm:1: module asm line 1, column 1: there is no instruction 'nope'")
          .hasCauseInstanceOf(ModuleAssemblyException.class);
      jit.addModule("naked", "define void @naked() naked { unreachable }");
      assertThatThrownBy(() -> jit.lookup("naked"))
          .isInstanceOf(JitException.class)
          .hasCauseInstanceOf(UnsupportedConstructException.class);
    }
  }

  @Test
  void assemblyOfAModuleDefinesSymbolsAsItsFunctionsDo() {
    try (Jit jit = Jit.create()) {
      jit.addModule(
          "asm",
          """
          module asm ".globl seven, eight, number"
          module asm "seven: call local_seven"
          module asm "  ret"
          module asm "local_seven: movl $7, %eax; ret"
          module asm ".weak weak; weak: movl $1, %eax; ret"
          module asm ".hidden hidden; .globl hidden; hidden: movl $9, %eax; ret"
          module asm "eight: call here; addq $1, %rax; ret"
          module asm ".data; .p2align 3; number: .quad 40"
          declare i64 @local_seven()
          define internal i64 @here() {
            %n = call i64 @local_seven()
            ret i64 %n
          }
          """);
      jit.addModule(
          "strong", "define i64 @weak() { ret i64 2 }\ndefine i64 @strong() { ret i64 3 }");
      jit.addModule(
          "user",
          """
          @number = external global i64
          declare i64 @seven()
          declare i64 @eight()
          declare i64 @hidden()
          define i64 @use() {
            %a = call i64 @seven()
            %b = call i64 @eight()
            %c = load i64, ptr @number
            %d = call i64 @hidden()
            %ab = mul i64 %a, %b
            %abc = add i64 %ab, %c
            %abcd = add i64 %abc, %d
            ret i64 %abcd
          }
          """);
      assertThat(jit.lookup("use").call()).isEqualTo(7 * 8 + 40 + 9);
      assertThat(jit.lookup("seven").call()).isEqualTo(7);
      assertThat(jit.lookup("weak").call()).isEqualTo(2);
      assertThatThrownBy(() -> jit.lookup("local_seven"))
          .isInstanceOf(JitException.class)
          .hasMessage("look-up in library \"main\": undefined: local_seven");
      assertThatThrownBy(() -> jit.addModule("again", "define i64 @seven() { ret i64 0 }"))
          .isInstanceOf(JitException.class)
          .hasMessage("library \"main\": seven is defined in asm and in again");
    }
  }

  @Test
  void aSymbolOfAssemblyAndOfItsModuleIsDefinedTwice() {
    try (Jit jit = Jit.create()) {
      jit.addModule("m", "module asm \"f: ret\"\ndefine void @f() { ret void }");
      assertThatThrownBy(() -> jit.lookup("f"))
          .isInstanceOf(JitException.class)
          .hasMessageEndingWith(
              "m: module asm: symbol f is defined by the assembly and outside of it");
    }
  }

  @Test
  void whatAssemblyMissesIsNamed() {
    try (Jit jit = Jit.create()) {
      jit.addModule("m", "module asm \".globl f; f: jmp nowhere\"");
      assertThatThrownBy(() -> jit.lookup("f"))
          .isInstanceOf(JitException.class)
          .hasMessage("m: undefined: nowhere");
    }
  }

  @Test
  void transformsAreAppliedInTheirOrder() {
    List<String> order = new ArrayList<>();
    try (Jit jit =
        Jit.builder()
            .transform("first", m -> noted(order, "first", m))
            .transform(
                "answer",
                m -> {
                  order.add("answer");
                  return IRReader.read("other", "define i64 @f() { ret i64 42 }");
                })
            .build()) {
      jit.addModule("m", "define i64 @f() { ret i64 1 }");
      assertThat(jit.lookup("f").call()).isEqualTo(42);
    }
    assertThat(order).containsExactly("first", "answer");
  }

  private static Module noted(List<String> order, String name, Module module) {
    order.add(name);
    return module;
  }

  @Test
  void aProgramIsRunOnceWithItsConstructors() {
    try (Jit jit = Jit.create()) {
      jit.addModule(
          "program",
          """
          @count = internal global i32 0
          @llvm.global_ctors = appending global [1 x { i32, ptr, ptr }]
              [{ i32, ptr, ptr } { i32 65535, ptr @begin, ptr null }]
          define internal void @begin() {
            store i32 5, ptr @count
            ret void
          }
          define i32 @main(i32 %argc, ptr %argv) {
            %n = load i32, ptr @count
            %r = add i32 %n, %argc
            ret i32 %r
          }
          """);
      assertThat(jit.runMain(List.of("program", "a"))).isEqualTo(7);
      assertThatThrownBy(() -> jit.runMain(List.of("program")))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("a stack runs one program; make another for the next");
    }
  }

  @Test
  void withoutTheProcessItsFunctionsAreUnknown() {
    try (Jit jit = Jit.builder().processSymbols(false).build()) {
      jit.addModule(
          "m",
          "declare i64 @strlen(ptr)\ndefine i64 @f(ptr %s) {\n %n = call i64 @strlen(ptr %s)\n ret i64 %n\n}");
      assertThatThrownBy(() -> jit.lookup("f"))
          .isInstanceOf(JitException.class)
          .hasMessage("m: undefined: strlen");
    }
  }
}
