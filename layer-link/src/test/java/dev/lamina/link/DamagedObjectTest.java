package dev.lamina.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.link.host.CodeMemory;
import dev.lamina.link.host.ProcessSymbols;
import dev.lamina.link.host.SharedLibrary;
import dev.lamina.object.ObjectFile;
import dev.lamina.object.ObjectFormatException;
import dev.lamina.object.Symbol;
import dev.lamina.object.elf.ElfReader;
import dev.lamina.session.JitException;
import dev.lamina.session.Session;
import dev.lamina.session.SymbolLibrary;
import dev.lamina.target.x86_64.link.X86LinkSupport;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged objects are linked, not run: a diagnostic or code, and nothing else. */
class DamagedObjectTest {
  private static final String SOURCE =
      """
      #include <cstdio>
      #include <string>
      inline int &once() { static int value = 5; return value; }
      struct Base { virtual ~Base() {} virtual int f() { return once(); } };
      static Base global;
      int table[] = {1, 2, 3};
      int *pointers[] = {table, table + 1};
      int pick(int x) {
        switch (x) { case 0: return 5; case 1: return table[2]; case 2: return *pointers[1];
          case 3: return printf("x"); case 4: return 9; case 5: return global.f(); }
        throw std::string("pick");
      }
      """;

  @Test
  void linkingThemGivesDiagnosticsOnly(@TempDir Path directory) {
    SharedLibrary.open("libstdc++.so.6");
    byte[] object = Compiler.bytes(directory, "d.cc", SOURCE, "g++", "-O1", "-fPIC");
    Random random = new Random(77);
    int linked = 0;
    int refused = 0;
    try (Session session =
            Session.builder()
                .executor(Runnable::run)
                .errorReporter(
                    e -> {
                      throw new AssertionError(e);
                    })
                .build();
        CodeMemory memory = new CodeMemory(ByteOrder.LITTLE_ENDIAN)) {
      ObjectLinkingLayer layer = new ObjectLinkingLayer(new X86LinkSupport(), memory);
      for (int i = 0; i < 2_050; i++) {
        byte[] damaged =
            i < 50 ? Arrays.copyOf(object, (int) ((long) object.length * i / 50)) : object.clone();
        if (i >= 50) {
          for (int k = 1 + random.nextInt(8); k > 0; k--) {
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
          }
        }
        if (link(session, layer, damaged)) {
          linked++;
        } else {
          refused++;
        }
      }
    }
    assertThat(linked).isGreaterThan(100);
    assertThat(refused).isGreaterThan(200);
  }

  private static boolean link(Session session, ObjectLinkingLayer layer, byte[] bytes) {
    ObjectFile object;
    try {
      object = ElfReader.read("damaged.o", bytes);
    } catch (ObjectFormatException e) {
      return false;
    }
    SymbolLibrary library = session.createLibrary("damaged");
    try {
      library.addGenerator(ProcessSymbols.all());
      layer.add(library.defaultTracker(), object);
      Set<String> names = new TreeSet<>();
      for (Symbol symbol : object.symbols()) {
        if (!symbol.isLocal() && !symbol.isUndefined()) {
          names.add(symbol.name());
        }
      }
      library.lookup(names);
      assertThat(library.takeInitializers()).isNotNull();
      return true;
    } catch (JitException e) {
      assertThat(e.getMessage()).isNotEmpty();
      Throwable cause = e.getCause();
      assertThat(cause == null || cause instanceof JitException).as("%s", cause).isTrue();
      return false;
    } finally {
      session.removeLibrary(library);
    }
  }
}
