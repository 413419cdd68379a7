package dev.lamina.ir.text;

import dev.lamina.ir.Function;
import dev.lamina.ir.Module;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads LLVM IR text.
 *
 * <p>Reading makes all symbols, types and initializers, but of a function's body only its place is
 * kept: it is read when {@link Function#blocks} is first asked for, and a mistake in it is reported
 * then, with its right line. The same is true of the contents of metadata nodes. {@link #readAll}
 * reads everything at once.
 */
public final class IRReader {
  private IRReader() {}

  /**
   * Reads a module.
   *
   * @param name what messages call the text: usually the file it came from; also the module's name
   * @param text the text in UTF-8 or any other superset of ASCII; it is copied
   * @throws IRReadException if the text has a mistake outside of function bodies
   */
  public static Module read(String name, byte[] text) {
    return new ModuleParser(new SourceText(name, text)).parse();
  }

  /** Reads a module from a string; characters beyond ASCII become UTF-8. */
  public static Module read(String name, String text) {
    return read(name, text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Reads a module from a file.
   *
   * @throws IOException if the file cannot be read
   * @throws IRReadException if the text has a mistake outside of function bodies
   */
  public static Module read(Path file) throws IOException {
    return read(file.toString(), Files.readAllBytes(file));
  }

  /**
   * Reads a module with the bodies of all functions and all metadata, so that every mistake is
   * found now.
   *
   * @throws IRReadException if the text has a mistake
   */
  public static Module readAll(String name, byte[] text) {
    ModuleParser parser = new ModuleParser(new SourceText(name, text));
    Module module = parser.parse();
    parser.readAll();
    return module;
  }
}
