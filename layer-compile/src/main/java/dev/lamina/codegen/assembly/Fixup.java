package dev.lamina.codegen.assembly;

import org.jspecify.annotations.Nullable;

/**
 * A field of an instruction that depends on a symbol. The field itself holds zero.
 *
 * @param offset of the field in the code buffer
 * @param size of the field in bytes: 1, 2, 4 or 8
 * @param pcRelative whether the value is the distance from the end of the instruction
 * @param signExtended whether the processor sign-extends an absolute 4-byte field to 8 bytes
 * @param branch whether the field is the distance of a direct jump or call
 * @param symbol the symbol's name; {@code 1b} and {@code 1f} are local labels, {@code .} is here
 * @param minus a symbol whose value is subtracted, or null
 * @param modifier what follows {@code @}, e.g. {@code PLT}, in upper case; null when nothing does
 * @param addend to be added to the symbol's value
 * @param bytesAfter how many bytes of the instruction follow the field; a PC-relative ELF
 *     relocation has the addend {@code addend - size - bytesAfter}
 */
public record Fixup(
    int offset,
    int size,
    boolean pcRelative,
    boolean signExtended,
    boolean branch,
    String symbol,
    @Nullable String minus,
    @Nullable String modifier,
    long addend,
    int bytesAfter) {}
