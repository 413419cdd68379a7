package dev.lamina.target.x86_64;

import dev.lamina.codegen.ModuleCompiler;
import dev.lamina.ir.Function;
import dev.lamina.ir.Module;
import dev.lamina.object.ObjectFile;
import dev.lamina.target.CallAdapters;
import dev.lamina.target.LinkSupport;
import dev.lamina.target.Target;
import dev.lamina.target.x86_64.call.X86CallAdapters;
import dev.lamina.target.x86_64.link.X86LinkSupport;
import dev.lamina.target.x86_64.select.X86MachineTarget;
import java.util.function.Consumer;

/** x86-64 with the System V ABI, found by {@link java.util.ServiceLoader}. */
public final class X86Target implements Target {
  private final LinkSupport linkSupport = new X86LinkSupport();

  @Override
  public String name() {
    return "x86-64";
  }

  @Override
  public boolean supports(String triple) {
    return triple.startsWith("x86_64-") || triple.startsWith("amd64-");
  }

  @Override
  public String defaultDataLayout() {
    return "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128";
  }

  @Override
  public ObjectFile compile(Module module, Consumer<? super Function> check) {
    return new ModuleCompiler(new X86MachineTarget()).compile(module, check);
  }

  @Override
  public LinkSupport linkSupport() {
    return linkSupport;
  }

  @Override
  public CallAdapters callAdapters() {
    return new X86CallAdapters();
  }
}
