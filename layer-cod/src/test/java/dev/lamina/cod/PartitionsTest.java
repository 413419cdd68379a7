package dev.lamina.cod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.session.SymbolLibrary.Redefinition;
import dev.lamina.symbol.SymbolFlags;
import dev.lamina.target.AssemblySymbols;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of each kind of global; all partitions are held to be valid by llvm-as, too. */
class PartitionsTest {
  private final FakeStack stack = new FakeStack(Redefinition.REFUSED);

  @AfterEach
  void llvmReadsAllPartitions() throws Exception {
    for (Map.Entry<String, String> module : stack.emitted.entrySet()) {
      Process process =
          new ProcessBuilder("llvm-as-19", "-o", "/dev/null", "-")
              .redirectErrorStream(true)
              .start();
      process.getOutputStream().write(module.getValue().getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(said).as(module.getKey() + ":\n" + module.getValue()).isEmpty();
    }
    stack.close();
  }

  @Test
  void aLookUpCompilesNothingAndACallOneFunction() {
    stack.add(
        "m",
        """
        define i32 @f() {
          %r = call i32 @g()
          ret i32 %r
        }
        define i32 @g() { ret i32 1 }
        define i32 @broken() { this is no IR }
        """);
    long f = stack.address("f");
    stack.address("broken");
    assertThat(stack.emitted).isEmpty();
    assertThat(stack.call(f)).isEqualTo("f$body");
    assertThat(stack.call(f)).isEqualTo("f$body");
    assertThat(stack.address("f")).isEqualTo(f);
    assertThat(stack.partitions()).containsExactly("f");
    assertThat(stack.made).isEqualTo(Map.of("f$body", 1));
    assertThatThrownBy(() -> stack.call("broken")).hasMessageContaining("m:6:");
  }

  @Test
  void whatWasPrivateGetsANameThatNothingHas() {
    stack.add(
        "m",
        """
        @buf = internal global [4 x i8] zeroinitializer
        @buf.1 = private unnamed_addr constant [2 x i8] c"a\\00"
        @buf.2 = external global i32
        define internal ptr @local() { ret ptr @buf }
        define ptr @f() {
          %a = call ptr @local()
          %b = load ptr, ptr @buf.1
          %c = load ptr, ptr @buf.2
          ret ptr %a
        }
        """);
    stack.call("f");
    assertThat(stack.partition("f")).contains("declare ptr @local.1()", "@buf.1 = private");
    assertThat(stack.call(stack.address("local.1"))).isEqualTo("local.1$body");
    assertThat(stack.partition("local.1")).contains("@buf.3 = external global [4 x i8]");
    assertThat(stack.address("buf.3")).isPositive();
    assertThat(stack.partition("data")).contains("@buf.3 = hidden global").doesNotContain("buf.1");
  }

  @Test
  void globalsWithoutANameAndNamesAsTheyAre() {
    stack.add(
        "m",
        """
        @0 = private global i32 3
        @1 = global i32 4
        @"\\01_raw" = global i32 5
        define private i32 @2() { ret i32 7 }
        define ptr @"\\01raw"() {
          %r = load ptr, ptr @0
          %s = load ptr, ptr @1
          %t = load ptr, ptr @"\\01_raw"
          %u = call i32 @2()
          ret ptr %r
        }
        """);
    assertThat(stack.call("raw")).isEqualTo("raw$body");
    assertThat(stack.address("_raw")).isPositive();
    assertThat(stack.partition("data")).contains("hidden global i32 3", "hidden global i32 4");
  }

  @Test
  void smallConstantsAreCopiedAndLargeOnesAreNot() {
    stack.add(
        "m",
        """
        @small = private unnamed_addr constant [3 x i8] c"ab\\00"
        @refers = private unnamed_addr constant [2 x ptr] [ptr @small, ptr @f]
        @large = internal unnamed_addr constant [2000 x i8] zeroinitializer
        @seen = internal constant i32 5
        @listed = private unnamed_addr constant i32 6, section "list"
        define ptr @f() {
          %a = load ptr, ptr @refers
          %b = load ptr, ptr @large
          %c = load ptr, ptr @seen
          %d = load ptr, ptr @listed
          ret ptr %a
        }
        """);
    stack.call("f");
    String f = stack.partition("f");
    assertThat(f).contains("@small = private", "@refers = private");
    assertThat(f).containsPattern("@large\\.\\d = external").containsPattern("@seen\\.\\d = ext");
    assertThat(f).containsPattern("@listed\\.\\d = external").contains("declare ptr @f()");
  }

  @Test
  void aliases() {
    stack.add("first", "define weak i32 @lost() { ret i32 1 }");
    stack.add(
        "m",
        """
        @variable = weak global i32 1
        @chain = alias i32, ptr @link
        @link = alias i32, ptr @variable
        @second = alias i32 (), ptr @one
        @third = alias i32 (), ptr @second
        @kept = alias i32 (), ptr @lost
        @behind = alias i8, getelementptr (i8, ptr @solid, i64 1)
        @two = alias i32 (), ptr @solid
        define i32 @one() { ret i32 1 }
        define weak i32 @lost() { ret i32 2 }
        define internal i32 @solid() {
          %r = call i32 @one()
          ret i32 %r
        }
        """);
    assertThat(stack.address("second")).isEqualTo(stack.address("one"));
    assertThat(stack.address("third")).isEqualTo(stack.address("one"));
    assertThat(stack.address("kept")).isNotEqualTo(stack.address("lost"));
    assertThat(stack.call("third")).isEqualTo("one$body");
    String lost = stack.call("lost");
    String kept = stack.call("kept");
    assertThat(lost).startsWith("lost.").isNotEqualTo(kept);
    assertThat(kept).startsWith("lost.");
    assertThat(stack.emitted.get("first, lost")).contains("ret i32 1");
    assertThat(stack.emitted.get("m, lost")).contains("ret i32 2");
    stack.address("chain");
    assertThat(stack.partition("data"))
        .contains("@chain = alias i32, ptr @link", "@link = alias i32, ptr @variable")
        .containsPattern("@two = alias i32 \\(\\), ptr @solid\\.\\d")
        .contains("declare i32 @one()");
    assertThat(stack.call("two")).isEqualTo("two");
  }

  @Test
  void whatCannotDoWithAStubGoesWithTheData() {
    stack.add(
        "m",
        """
        @chosen = ifunc i32 (), ptr @resolver
        define internal ptr @resolver() { ret ptr @lazy }
        define i32 @lazy() { ret i32 1 }
        define i32 @tagged() prefix i32 123 { ret i32 2 }
        define i32 @main() {
          %a = call i32 @chosen()
          %b = call i32 @tagged()
          ret i32 %a
        }
        """);
    assertThat(stack.call("main")).isEqualTo("main$body");
    assertThat(stack.isStub(stack.address("tagged"))).isFalse();
    assertThat(stack.isStub(stack.address("chosen"))).isFalse();
    assertThat(stack.partition("data"))
        .contains("define i32 @tagged() prefix i32 123", "define hidden ptr @resolver.")
        .contains("declare i32 @lazy()");
  }

  @Test
  void tablesOfBlockAddresses() {
    stack.add(
        "m",
        """
        @table = internal unnamed_addr constant [1 x ptr] [ptr blockaddress(@f, %a)]
        @shared = internal constant [2 x ptr] [ptr blockaddress(@g, %a), ptr blockaddress(@h, %0)]
        @named = alias [1 x ptr], ptr @told
        @told = internal constant [1 x ptr] [ptr blockaddress(@k, %a)]
        define ptr @f(i1 %c) {
          %t = load ptr, ptr @table
          indirectbr ptr %t, [label %a]
        a:
          ret ptr @table
        }
        define ptr @uses() { ret ptr @table }
        define void @g() {
          br label %a
        a:
          ret void
        }
        define void @h() {
          br label %1
        1:
          br label %2
        2:
          ret void
        }
        define void @k() {
          br label %a
        a:
          ret void
        }
        define ptr @last() { ret ptr @shared }
        define ptr @stranger() { ret ptr blockaddress(@f, %a) }
        """
            .replace("@h, %0", "@h, %2"));
    stack.call("uses");
    stack.call("f");
    assertThat(stack.partition("f")).contains("hidden unnamed_addr constant [1 x ptr] [ptr block");
    assertThat(stack.partition("uses"))
        .contains("external unnamed_addr constant [1 x ptr]".replace("unnamed_addr ", ""));
    assertThat(stack.made.keySet().stream().filter(s -> s.startsWith("table.")).count())
        .isEqualTo(1);
    stack.call("last");
    assertThat(stack.call("g")).isEqualTo("g");
    assertThat(stack.call("k")).isEqualTo("k");
    assertThatThrownBy(() -> stack.call("stranger"))
        .hasMessageContaining("the address of a block of @f outside of it")
        .hasMessageContaining("Partitioning.WHOLE_MODULE");
  }

  @Test
  void linkageOfReferences() {
    stack.add(
        "m",
        """
        $group = comdat any
        @tls = internal thread_local(localexec) global i32 1
        @maybe = extern_weak global i32
        @group = linkonce_odr global i32 1, comdat
        @hid = hidden global i32 2
        @common = common global i32 0
        declare extern_weak void @perhaps()
        declare i32 @personality(...)
        define available_externally i32 @hint() { ret i32 1 }
        define dso_local protected fastcc i32 @near(i32 inreg %x) personality ptr @personality {
          ret i32 %x
        }
        define i32 @f() personality ptr @near {
          %a = call fastcc i32 @near(i32 inreg 1)
          %b = load i32, ptr @tls
          %c = load i32, ptr @group
          %d = icmp eq ptr @maybe, @perhaps
          %e = call i32 @hint()
          %g = load i32, ptr @hid
          %h = musttail call i32 @f()
          ret i32 %h
        }
        """);
    stack.call("f");
    assertThat(stack.partition("f"))
        .contains(
            "@maybe = extern_weak global i32",
            "declare extern_weak void @perhaps()",
            "declare i32 @hint()",
            "declare fastcc i32 @near(i32 inreg)",
            "external thread_local(localexec) global i32",
            "personality ptr @near",
            "musttail call i32 @f$body()");
    stack.address("hid");
    assertThat(stack.partition("data"))
        .contains(
            "@group = linkonce_odr global i32 1, comdat",
            "@common = common global i32 0",
            "hidden thread_local(localexec) global i32 1");
    assertThat(stack.made).doesNotContainKey("hint");
  }

  @Test
  void initializersGoWithTheData() {
    stack.add(
        "m",
        """
        @llvm.global_ctors = appending global [1 x { i32, ptr, ptr }]
          [{ i32, ptr, ptr } { i32 1, ptr @init, ptr null }]
        @llvm.used = appending global [1 x ptr] [ptr @init], section "llvm.metadata"
        define internal void @init() { ret void }
        """);
    assertThat(stack.library.takeInitializers()).isEmpty();
    assertThat(stack.partition("data"))
        .contains("@llvm.global_ctors", "declare void @init.1()")
        .doesNotContain("llvm.used");
  }

  @Test
  void assemblyGoesWithTheDataUnlessItSharesLocalSymbols() {
    stack.assembly =
        new AssemblySymbols(
            Map.of("made", SymbolFlags.EXPORTED), Map.of(), Set.of("f", "used"), false);
    stack.add(
        "split",
        """
        module asm ".globl made"
        module asm "made: call f; call used; .local.2 = 3"
        declare void @made()
        declare void @used()
        define internal void @local() { ret void }
        define void @f() {
          call void @made()
          call void @used()
          call void @local()
          ret void
        }
        """);
    assertThat(stack.call("f")).isEqualTo("f$body");
    assertThat(stack.call("made")).isEqualTo("made");
    assertThat(stack.emitted).containsOnlyKeys("split, f", "split, data");

    stack.assembly = new AssemblySymbols(Map.of(), Map.of(), Set.of("private_one"), false);
    stack.add(
        "names a private function",
        """
        module asm ".quad private_one"
        define internal void @private_one() { ret void }
        define void @g() {
          call void @private_one()
          ret void
        }
        """);
    stack.assembly = AssemblySymbols.NONE;
    stack.add(
        "has a label of its own",
        """
        module asm "label: ret"
        declare void @label()
        define void @h() {
          call void @label()
          ret void
        }
        """);
    assertThat(stack.call("h")).isEqualTo("h");
    stack.assembly = new AssemblySymbols(Map.of(), Map.of(), Set.of("private_one"), false);
    assertThat(stack.call("g")).isEqualTo("g");
    assertThat(stack.emitted).containsKeys("names a private function", "has a label of its own");
  }

  @Test
  void metadataNamesTheCopies() {
    stack.add(
        "m",
        """
        define internal i32 @a() { ret i32 1 }
        define i32 @f(ptr %p) !dbg !5 {
          %r = call i32 %p(), !callees !0, !dbg !7
          ret i32 %r
        }
        !llvm.module.flags = !{!1}
        !llvm.dbg.cu = !{!2}
        !0 = !{ptr @a}
        !1 = !{i32 2, !"Debug Info Version", i32 3}
        !2 = distinct !DICompileUnit(language: DW_LANG_C99, file: !3, emissionKind: FullDebug)
        !3 = !DIFile(filename: "a.c", directory: "/")
        !4 = !DISubroutineType(types: !6)
        !5 = distinct !DISubprogram(name: "f", file: !3, type: !4, spFlags: DISPFlagDefinition, unit: !2)
        !6 = !{null}
        !7 = !DILocation(line: 3, scope: !5)
        """);
    stack.call("f");
    assertThat(stack.partition("f"))
        .containsPattern("!\\{ptr @a\\.\\d\\}")
        .contains("!llvm.module.flags", "!llvm.dbg.cu", "!dbg");
  }
}
