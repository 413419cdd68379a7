import dev.lamina.compile.IRCompileLayer;
import dev.lamina.ir.Argument;
import dev.lamina.ir.BasicBlock;
import dev.lamina.ir.CallInst;
import dev.lamina.ir.Function;
import dev.lamina.ir.IRBuilder;
import dev.lamina.ir.Module;
import dev.lamina.ir.PhiNode;
import dev.lamina.ir.ReturnInst;
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
import java.util.ArrayList;
import java.util.List;

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
  /** The ones in the binary forms of all numbers below {@code %n}, counted by recursion. */
  private static final String ONES =
      """
      define i64 @ones(i64 %x, i64 %sum) {
        %done = icmp eq i64 %x, 0
        br i1 %done, label %return, label %recur
      recur:
        %bit = and i64 %x, 1
        %more = add i64 %sum, %bit
        %rest = lshr i64 %x, 1
        %result = call i64 @ones(i64 %rest, i64 %more)
        ret i64 %result
      return:
        ret i64 %sum
      }
      define i64 @all(i64 %n) {
        br label %next
      next:
        %i = phi i64 [ 0, %0 ], [ %i.next, %next ]
        %sum = phi i64 [ 0, %0 ], [ %sum.next, %next ]
        %sum.next = call i64 @ones(i64 %i, i64 %sum)
        %i.next = add i64 %i, 1
        %more = icmp slt i64 %i.next, %n
        br i1 %more, label %next, label %return
      return:
        ret i64 %sum.next
      }
      """;

  public static void main(String[] arguments) {
    Target target = Targets.forTriple(Targets.hostTriple());
    ObjectLayer linker =
        new ObjectLinkingLayer(target.linkSupport(), new CodeMemory(ByteOrder.nativeOrder()));
    IRLayer quick = new IRCompileLayer(target, linker);
    IRLayer tuned =
        new IRTransformLayer(
            "loops for tail calls", TwoTiers::loopsForTailCalls, new IRCompileLayer(target, linker));

    Session session = Session.create();
    run("quick", quick, session);
    run("tuned", tuned, session);
    session.close();
  }

  private static void run(String level, IRLayer stack, Session session) {
    SymbolLibrary library = session.createLibrary(level);
    stack.add(library.defaultTracker(), IRReader.read("ones", ONES));
    long all = library.lookup("all").address();
    long result = 0;
    long best = Long.MAX_VALUE;
    for (int round = 0; round < 5; round++) {
      long start = System.nanoTime();
      result = NativeCalls.call(all, 1_000_000);
      best = Math.min(best, System.nanoTime() - start);
    }
    System.out.printf("%s: %,d ones in %,7d µs%n", level, result, best / 1000);
  }

  /** A function that returns what it itself returns for other arguments may as well loop. */
  private static Module loopsForTailCalls(Module module) {
    for (Function function : module.functions()) {
      List<CallInst> calls = tailCalls(function);
      if (!calls.isEmpty()) {
        loop(function, calls);
      }
    }
    return module;
  }

  private static List<CallInst> tailCalls(Function function) {
    List<CallInst> calls = new ArrayList<>();
    for (BasicBlock block : function.blocks()) {
      if (block.terminator() instanceof ReturnInst end
          && end.previous() instanceof CallInst call
          && call.callee() == function
          && end.value() == call) {
        calls.add(call);
      }
    }
    return calls;
  }

  private static void loop(Function function, List<CallInst> calls) {
    // What was the entry becomes the head of the loop, in which phis stand for the arguments.
    BasicBlock head = function.entryBlock();
    BasicBlock entry = new BasicBlock("start");
    function.insertBlock(0, entry);
    new IRBuilder(entry).br(head);
    for (Argument argument : function.arguments()) {
      PhiNode phi = new IRBuilder().before(head.firstNonPhi()).phi(argument.type());
      argument.replaceAllUsesWith(phi);
      phi.addIncoming(argument, entry);
      for (CallInst call : calls) {
        phi.addIncoming(call.argument(argument.index()), call.parent());
      }
    }
    for (CallInst call : calls) {
      BasicBlock block = call.parent();
      block.terminator().erase();
      call.erase();
      new IRBuilder(block).br(head);
    }
  }
}
