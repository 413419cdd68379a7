/**
 * From objects to code in memory: the layer at the bottom of every stack.
 *
 * <pre>
 *   ObjectFile
 *      │ LinkSymbols   which definitions count: those owed; COMDAT groups that lost are dropped
 *      │ Scan          every relocation once: refused? in its section? GOT entry? stub?
 *      │ Layout        sections → code | read-only | data, each one range
 *      │               ── memory; addresses of the owed symbols are published here
 *      │               ── what is used and not defined is asked for, all at once
 *      │ Relocator     bytes copied, relocations applied, GOT entries and stubs written
 *      │ EhFrame       unwinding records checked and registered
 *      │ InitArrays    constructors and destructors collected
 *      ▼
 *   memory, under the responsibility's tracker
 * </pre>
 *
 * <p>Nothing here knows a machine: {@link dev.lamina.target.LinkSupport} does. Whatever an object
 * contains, the result is linked code or a {@link dev.lamina.link.LinkException}.
 *
 * <p>Start at {@link dev.lamina.link.ObjectLinkingLayer}. May use {@code dev.lamina.link.host} and
 * layers-api.
 */
@NullMarked
package dev.lamina.link;

import org.jspecify.annotations.NullMarked;
