import dev.lamina.compile.IRCompileLayer;
import dev.lamina.ir.AllocaInst;
import dev.lamina.ir.BasicBlock;
import dev.lamina.ir.Function;
import dev.lamina.ir.Instruction;
import dev.lamina.ir.InstructionFlags;
import dev.lamina.ir.LoadInst;
import dev.lamina.ir.Module;
import dev.lamina.ir.StoreInst;
import dev.lamina.ir.Value;
import dev.lamina.ir.text.IRReader;
import dev.lamina.layer.IRLayer;
import dev.lamina.layer.ObjectLayer;
import dev.lamina.link.ObjectLinkingLayer;
import dev.lamina.link.host.CodeMemory;
import dev.lamina.link.host.NativeCalls;
import dev.lamina.session.Session;
import dev.lamina.session.SymbolLibrary;
import dev.lamina.target.Target;
import dev.lamina.target.Targets;
import dev.lamina.transform.IRTransformLayer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/**
 * Two code generators at different levels above one linker, and the same module through both:
 * {@code examples/run TwoTiers}
 *
 * <pre>
 *   tuned: transform ─▶ IRCompileLayer ─┐
 *   quick:              IRCompileLayer ─┴─▶ ObjectLinkingLayer
 * </pre>
 *
 * What makes the second one better is the transform that stands before it, here one of our own.
 * Lamina's code generator itself has one level so far.
 */
public final class TwoTiers {
  /** {@code for (i = 0; i < n; i++) { h += i; h *= 31; h ^= h >> 7; } } as clang -O0 writes it. */
  private static final String HASH =
      """
      define i64 @hash(i64 %n) {
      entry:
        %h = alloca i64
        %i = alloca i64
        store i64 0, ptr %h
        store i64 0, ptr %i
        br label %head
      head:
        %i.0 = load i64, ptr %i
        %more = icmp slt i64 %i.0, %n
        br i1 %more, label %body, label %end
      body:
        %i.1 = load i64, ptr %i
        %h.0 = load i64, ptr %h
        %added = add i64 %h.0, %i.1
        store i64 %added, ptr %h
        %h.1 = load i64, ptr %h
        %multiplied = mul i64 %h.1, 31
        store i64 %multiplied, ptr %h
        %h.2 = load i64, ptr %h
        %shifted = ashr i64 %h.2, 7
        %h.3 = load i64, ptr %h
        %mixed = xor i64 %h.3, %shifted
        store i64 %mixed, ptr %h
        %i.2 = load i64, ptr %i
        %i.next = add i64 %i.2, 1
        store i64 %i.next, ptr %i
        br label %head
      end:
        %result = load i64, ptr %h
        ret i64 %result
      }
      """;

  public static void main(String[] arguments) {
    Target target = Targets.forTriple(Targets.hostTriple());
    ObjectLayer linker =
        new ObjectLinkingLayer(target.linkSupport(), new CodeMemory(ByteOrder.nativeOrder()));
    IRLayer quick = new IRCompileLayer(target, linker);
    IRLayer tuned =
        new IRTransformLayer(
            "forward stores", TwoTiers::forwardStores, new IRCompileLayer(target, linker));

    Session session = Session.create();
    run("quick", quick, session);
    run("tuned", tuned, session);
    session.close();
  }

  private static void run(String level, IRLayer stack, Session session) {
    SymbolLibrary library = session.createLibrary(level);
    stack.add(library.defaultTracker(), IRReader.read("hash", HASH));
    long hash = library.lookup("hash").address();
    long start = System.nanoTime();
    long result = NativeCalls.call(hash, 20_000_000);
    System.out.printf(
        "%s: hash %x in %,d µs%n", level, result, (System.nanoTime() - start) / 1000);
  }

  /** What a block has just stored to a local variable, it need not load again. */
  private static Module forwardStores(Module module) {
    for (Function function : module.functions()) {
      for (BasicBlock block : function.blocks()) {
        forwardStores(block);
      }
    }
    return module;
  }

  private static void forwardStores(BasicBlock block) {
    Map<Value, Value> stored = new HashMap<>(); // by variable
    for (Instruction instruction : block) {
      if (instruction instanceof StoreInst store && store.pointer() instanceof AllocaInst variable) {
        stored.put(variable, store.value());
      } else if (instruction instanceof LoadInst load && isKnown(load, stored)) {
        load.replaceAllUsesWith(stored.get(load.pointer()));
        load.erase();
      } else if (instruction.hasSideEffects()) {
        stored.clear(); // a call, or a store by address, may change variables
      }
    }
  }

  private static boolean isKnown(LoadInst load, Map<Value, Value> stored) {
    Value value = stored.get(load.pointer());
    return value != null
        && value.type().equals(load.type())
        && !load.isAtomic()
        && !load.hasFlag(InstructionFlags.VOLATILE);
  }
}
