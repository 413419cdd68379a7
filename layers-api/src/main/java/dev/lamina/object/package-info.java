/**
 * Relocatable objects as a model in memory: what code generation hands to the linker.
 *
 * <pre>
 *   ObjectFile ──┬── Section ── content (a shared byte array) or zero-fill size
 *   (Machine)    │      └────── Relocations (parallel primitive arrays, symbols by index)
 *                ├── Symbol ─── undefined, or a place: section + offset, absolute, common
 *                └── SectionGroup (COMDAT): sections that are kept or dropped together
 * </pre>
 *
 * <p>The model is that of ELF64 and uses ELF's numbers where a machine or a tool defines them
 * (section types and flags, relocation types), but no bytes of a file are made until an object
 * leaves the process: {@code dev.lamina.object.elf} reads and writes them. Objects of one big
 * module hold 10^5 relocations and 10^4 symbols, so a relocation is never an object of its own.
 *
 * <p>An object is built by one thread and then handed on; it is not safe for concurrent changes.
 *
 * <p>Start at {@link dev.lamina.object.ObjectFile}. May use nothing but the JDK and Guava.
 */
@NullMarked
package dev.lamina.object;

import org.jspecify.annotations.NullMarked;
