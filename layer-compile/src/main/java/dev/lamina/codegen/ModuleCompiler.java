package dev.lamina.codegen;

import dev.lamina.codegen.assembly.InstructionSet;
import dev.lamina.codegen.assembly.ModuleAssembly;
import dev.lamina.ir.BasicBlock;
import dev.lamina.ir.BlockAddress;
import dev.lamina.ir.Function;
import dev.lamina.ir.GlobalAlias;
import dev.lamina.ir.GlobalIFunc;
import dev.lamina.ir.GlobalValue;
import dev.lamina.ir.Module;
import dev.lamina.object.ObjectFile;
import dev.lamina.object.Symbol;
import dev.lamina.target.UnsupportedConstructException;
import java.util.function.Consumer;

/**
 * Compiles a module to an object: functions, then variables (which may hold addresses of blocks),
 * then aliases, then the module's assembly.
 */
public final class ModuleCompiler {
  private final MachineTarget target;

  public ModuleCompiler(MachineTarget target) {
    this.target = target;
  }

  /**
   * Compiles the module; {@code check} is called with each function before it is compiled. Bodies
   * that were not made before are released again.
   *
   * @throws UnsupportedConstructException if it contains what this target cannot compile yet
   */
  public ObjectFile compile(Module module, Consumer<? super Function> check) {
    return new Run(target, module, check).compile();
  }

  private static final class Run {
    private final MachineTarget target;
    private final Module module;
    private final Consumer<? super Function> check;
    private final ObjectBuilder builder;

    Run(MachineTarget target, Module module, Consumer<? super Function> check) {
      this.target = target;
      this.module = module;
      this.check = check;
      builder = new ObjectBuilder(module, target.machine(), target.functionAlignment());
    }

    ObjectFile compile() {
      try {
        return compileAll();
      } catch (UnsupportedConstructException e) {
        throw e.getCause() != null ? e : e.in(module.name(), null, 0);
      }
    }

    private ObjectFile compileAll() {
      TargetRelocations relocations = target.relocations();
      ExceptionTable exceptions = new ExceptionTable(builder, relocations);
      UnwindTable unwind =
          target.unwindTable(
              new UnwindTable.Factory(builder, relocations.relative32(), exceptions));
      FunctionCompiler compiler = new FunctionCompiler(target, builder, unwind, exceptions);
      for (Function f : module.functions()) {
        if (f.isDefinitionForLinker()) {
          compile(f, compiler);
        }
      }
      new DataEmitter(builder, target.relocations(), this::blockOffset).emitAll();
      for (GlobalAlias alias : module.aliases()) {
        define(alias);
      }
      for (GlobalIFunc ifunc : module.ifuncs()) {
        throw new UnsupportedConstructException("ifunc " + ifunc);
      }
      // Last, since it may name places of code and data that are known only now.
      if (!module.moduleAsm().isEmpty()) {
        assemble();
      }
      builder.finish();
      unwind.finish();
      exceptions.close();
      return builder.object();
    }

    private void assemble() {
      InstructionSet.Factory instructionSet = target.instructionSet();
      if (instructionSet == null) {
        throw new UnsupportedConstructException("module asm");
      }
      ModuleAssembly.emit(module, instructionSet, builder.object(), builder::symbolNamed);
    }

    private void compile(Function f, FunctionCompiler compiler) {
      boolean madeHere = !f.isMaterialized();
      check.accept(f);
      compiler.compile(f);
      if (madeHere) {
        f.releaseBody();
      }
    }

    private long blockOffset(BlockAddress address) {
      BasicBlock block = address.block();
      if (block == null) {
        throw new UnsupportedConstructException(address + ", which names no block");
      }
      // The compiler has left the offset there; a body with such an address is not released. That
      // of a block that cannot be reached is never jumped to; any will do.
      return Math.max(0, block.number);
    }

    private void define(GlobalAlias alias) {
      LinearConstant place = LinearConstant.of(alias.aliasee(), module.dataLayout());
      long offset = place.offset;
      for (int depth = 0; place.plus instanceof GlobalAlias next; depth++) {
        if (depth > module.aliases().size()) {
          throw new UnsupportedConstructException("the alias " + alias + " of itself");
        }
        place = LinearConstant.of(next.aliasee(), module.dataLayout());
        offset += place.offset;
      }
      if (!(place.plus instanceof GlobalValue base) || place.minus != null) {
        throw new UnsupportedConstructException("the alias " + alias + " of " + alias.aliasee());
      }
      Symbol of = builder.object().symbol(builder.symbol(base));
      if (of.section() == null) {
        throw new UnsupportedConstructException(
            "the alias " + alias + " of " + base + ", which this module does not define");
      }
      builder
          .object()
          .symbol(builder.symbol(alias))
          .define(of.section(), of.value() + offset, of.size())
          .type(of.type());
    }
  }
}
