package dev.lamina.hunt;

import dev.lamina.hunt.SignatureSource.Sources;
import dev.lamina.jit.Jit;
import dev.lamina.link.call.NativeCallback;
import dev.lamina.object.ObjectFormatException;
import dev.lamina.symbol.ResolvedSymbol;
import dev.lamina.symbol.SymbolFlags;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Random signatures called from our code into gcc's and from gcc's into ours. An item is the number
 * of its first signature; it stands for {@link #BATCH} of them.
 */
final class SignatureHunt implements Hunt {
  /** How many signatures an item has. */
  static final int BATCH = 20;

  private final Path directory;

  SignatureHunt(Path directory) {
    this.directory = directory;
  }

  @Override
  public String check(String item) throws Exception {
    return check(item, SignatureSource.generate(Integer.parseInt(item), BATCH));
  }

  /** Checks these sources; {@code name} tells their files from others. */
  String check(String name, Sources sources) throws Exception {
    Files.createDirectories(directory);
    Path caller = Files.writeString(directory.resolve("caller-" + name + ".c"), sources.caller());
    Path callee = Files.writeString(directory.resolve("callee-" + name + ".c"), sources.callee());
    List<String> wrong = new ArrayList<>();
    wrong.addAll(call("ours → gcc's", clang(caller), gcc(callee)));
    wrong.addAll(call("gcc's → ours", clang(callee), gcc(caller)));
    return String.join("\n", wrong);
  }

  private static Path clang(Path source) throws IOException, InterruptedException {
    Path text = source.resolveSibling(source.getFileName() + ".ll");
    Commands.check(
        "clang-19", "-O0", "-w", "-S", "-emit-llvm", source.toString(), "-o", text.toString());
    return text;
  }

  private static Path gcc(Path source) throws IOException, InterruptedException {
    Path object = source.resolveSibling(source.getFileName() + ".o");
    Commands.check("gcc", "-O1", "-w", "-fPIC", "-c", source.toString(), "-o", object.toString());
    return object;
  }

  private static List<String> call(String direction, Path module, Path object)
      throws IOException, ObjectFormatException {
    List<String> wrong = new ArrayList<>();
    NativeCallback mismatch =
        NativeCallback.of(
            arguments -> {
              int scalar = (int) arguments[1];
              String what =
                  scalar >= SignatureSource.RESULT
                      ? "scalar " + (scalar - SignatureSource.RESULT) + " of the result"
                      : "scalar " + scalar + " of the arguments";
              wrong.add(direction + ": f" + (int) arguments[0] + ": " + what + " differs");
              return 0;
            });
    try (Jit jit = Jit.create()) {
      jit.library()
          .defineAbsolute(
              jit.library().defaultTracker(),
              Map.of("mismatch", new ResolvedSymbol(mismatch.address(), SymbolFlags.EXPORTED)));
      jit.addModule(module);
      jit.addObject(object);
      jit.lookup("call_all").call();
    } catch (dev.lamina.session.JitException e) {
      wrong.add(direction + ": " + e.getMessage());
    }
    return wrong;
  }
}
