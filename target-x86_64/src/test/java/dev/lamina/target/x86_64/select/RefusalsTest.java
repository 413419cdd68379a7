package dev.lamina.target.x86_64.select;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.ir.text.IRReader;
import dev.lamina.target.UnsupportedConstructException;
import dev.lamina.target.x86_64.X86Target;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What cannot be compiled is refused by name and place, not compiled to something else. */
class RefusalsTest {
  static Stream<Arguments> refusals() {
    return Stream.of(
        Arguments.of(
            """
            define i32 @f() naked {
              unreachable
            }
            """,
            "m:1: in function @f: not supported: a naked function"),
        Arguments.of(
            """
            define void @f() prefix i32 1 {
              ret void
            }
            """,
            "m:1: in function @f: not supported: prefix or prologue data of a function"),
        Arguments.of(
            """
            define void @f() align 8192 {
              ret void
            }
            """,
            "m:1: in function @f: not supported: a function aligned to 8192"),
        Arguments.of(
            """
            @a = global i32 5
            define ptr @f() {
              ret ptr inttoptr (i32 trunc (i64 ptrtoint (ptr @a to i64) to i32) to ptr)
            }
            """,
            "m:3: in function @f: not supported: the constant expression inttoptr"),
        Arguments.of(
            """
            @a = global i32 5
            @b = global i31 trunc (i64 ptrtoint (ptr @a to i64) to i31)
            """,
            "m: not supported: the constant trunc"),
        Arguments.of(
            """
            declare void @llvm.memcpy.element.unordered.atomic.p0.p0.i64(ptr, ptr, i64, i32 immarg)
            define void @f(ptr %a, ptr %b) {
              call void @llvm.memcpy.element.unordered.atomic.p0.p0.i64(ptr align 4 %a, ptr align 4 %b, i64 8, i32 4)
              ret void
            }
            """,
            "m:3: in function @f: not supported: the intrinsic llvm.memcpy.element"),
        Arguments.of(
            """
            @t = thread_local global i32 0
            define ptr @f() {
              ret ptr @t
            }
            """,
            "m:3: in function @f: not supported: thread_local variable @t"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void isRefusedByNameAndPlace(String text, String message) {
    assertThatThrownBy(() -> new X86Target().compile(IRReader.read("m", text)))
        .isInstanceOf(UnsupportedConstructException.class)
        .hasMessageStartingWith(message);
  }
}
