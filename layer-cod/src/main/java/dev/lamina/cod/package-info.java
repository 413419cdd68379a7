/**
 * Compile on demand: a layer that splits a module into stubs and bodies, so that a function is
 * compiled when it is first called.
 *
 * <pre>
 *   CompileOnDemandLayer ── LazyModule ── ModulePlan (what becomes of each global)
 *          ├── LiveStubs (whose a stub is, where definitions replace others)
 *          ├── Speculator (compiles in advance)
 *          │                   ├─ StubsUnit: 64 functions' stubs ──▶ LocalIndirectStubsManager
 *          │                   ├─ DataUnit  ┐ PartitionBuilder: modules for the layer below
 *          │                   └─ BodyUnit  ┘
 *          └── LocalCompileCallbackManager ── LazyGate (the native side of a first call, in IR)
 * </pre>
 *
 * <p>Start at {@link dev.lamina.cod.CompileOnDemandLayer}. May use: layers-api.
 */
@NullMarked
package dev.lamina.cod;

import org.jspecify.annotations.NullMarked;
